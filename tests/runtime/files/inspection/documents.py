"""Small documents of every kind."""

from collections.abc import Sequence

from tests.runtime.files.inspection.zips import zip_with

ODT = b"application/vnd.oasis.opendocument.text"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_TEXT = b"<w:document><w:body><w:p>Bonjour</w:p></w:body></w:document>" * 40


def pdf(*, trailer: bytes = b"", objects: int = 40, extra: Sequence[bytes] = ()) -> bytes:
    """Return a PDF of one empty page; `trailer` goes into its trailer dictionary, `extra` are its last objects."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    bodies += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] + [b"(remplissage)"] * objects + list(extra)
    content, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\n" % (size, table, size, trailer)
    return content + b"startxref\n%d\n%%%%EOF\n" % start


def docx(**members: bytes) -> bytes:
    return zip_with({**_ooxml(_WORD), "word/document.xml": _TEXT, **members})


def docx_in_unusual_order() -> bytes:
    """Return a Word document that its first members do not give away."""
    return zip_with({"customXml/item1.xml": b"<a/>", "word/document2.xml": _TEXT, **_ooxml(_WORD)})


def docx_with_macros() -> bytes:
    return zip_with({**_ooxml(_MACROS), "word/document.xml": _TEXT, "word/vbaProject.bin": b"\xcc\x61macro"})


def docx_with_hidden_macros() -> bytes:
    """Return a Word document that declares no macro and carries some."""
    return docx(**{"word/vbaProject.bin": b"\xcc\x61macro"})


def xlsx() -> bytes:
    return zip_with({**_ooxml(_SHEET), "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<worksheet/>"})


def odt(*, manifest: bytes = b"", **members: bytes) -> bytes:
    stated = b"<manifest:manifest>" + manifest + b"</manifest:manifest>"
    return zip_with({"mimetype": ODT, "content.xml": _TEXT, "META-INF/manifest.xml": stated, **members})


def odt_under_password() -> bytes:
    return odt(manifest=b"<manifest:encryption-data manifest:checksum='x'/>")


def ole(*, stream: str = "WordDocument") -> bytes:
    """Return the outline of an OLE file: what Word wrote before 2007, and what wraps a document under a password."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")
    return header + b"\xec\xa5\xc1\x00" + stream.encode("utf-16-le") * 8


def _ooxml(main_type: str) -> dict[str, bytes]:
    types = f'<Types><Override PartName="/main.xml" ContentType="{main_type}"/></Types>'
    return {"[Content_Types].xml": types.encode(), "_rels/.rels": b"<Relationships/>"}
