"""ZIP files written by hand, so that they may lie."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
MEGABYTE = 1024 * 1024
SYMLINK = 0o120777 << 16


@dataclass(frozen=True)
class Member:
    """One member: `packed` bytes as they are in the file, and what headers say of them."""

    name: str
    packed: bytes
    size: int
    crc: int = 0
    method: int = DEFLATED
    flags: int = 0
    attributes: int = 0
    local_name: str | None = None


def member(name: str, content: bytes, **headers: int) -> Member:
    """Return an honest member with `content`, but for the headers given."""
    return Member(name, deflated(content), **{"size": len(content), "crc": zlib.crc32(content), **headers})


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def deflated_zeros(megabytes: int) -> bytes:
    """Return the deflate stream of so many megabytes of zeros, without going through them."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + deflated(b"")


def zeros(name: str, megabytes: int, **headers: int) -> Member:
    """Return a member of zeros that is honest about its size, unless told otherwise."""
    return Member(name, deflated_zeros(megabytes), **{"size": megabytes * MEGABYTE, **headers})


def zip_of(members: Sequence[Member], *, count: int | None = None, comment: bytes = b"") -> bytes:
    """Return a ZIP file of `members`; `count` is what its last record says."""
    body, directory = b"", b""
    for each in members:
        directory += _directory_entry(each, len(body))
        body += _local_header(each) + each.packed
    stated = min(len(members) if count is None else count, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, stated, stated, len(directory), len(body), len(comment))
    return body + directory + end + comment


def zip_with(contents: dict[str, bytes]) -> bytes:
    """Return an honest ZIP file of named contents, in order; an ODT's `mimetype` is stored as its standard asks."""
    return zip_of([(_stored if name == "mimetype" else member)(name, each) for name, each in contents.items()])


def overlapping(copies: int) -> bytes:
    """Return a ZIP file whose directory lists one member several times."""
    single = member("0", bytes(MEGABYTE))
    body = _local_header(single) + single.packed
    directory = b"".join(_directory_entry(single, 0, name=str(number)) for number in range(copies))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), len(body), 0)
    return body + directory + end


def _stored(name: str, content: bytes) -> Member:
    return Member(name, content, len(content), crc=zlib.crc32(content), method=STORED)


def _local_header(each: Member) -> bytes:
    name = (each.local_name or each.name).encode()
    return struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, each.flags, each.method, 0, 33, each.crc, len(each.packed), each.size,
        len(name), 0,
    ) + name  # fmt: skip


def _directory_entry(each: Member, offset: int, *, name: str | None = None) -> bytes:
    encoded = (name or each.name).encode()
    return struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 0x031E, 20, each.flags, each.method, 0, 33, each.crc, len(each.packed),
        each.size, len(encoded), 0, 0, 0, 0, each.attributes, offset,
    ) + encoded  # fmt: skip
