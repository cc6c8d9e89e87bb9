"""Files that somebody may send, honest and not, and what becomes of each."""

from dataclasses import dataclass
from functools import cache

from tests.runtime.files.inspection import documents, pictures
from tests.runtime.files.inspection.zips import MEGABYTE, SYMLINK, Member, member, overlapping, zeros, zip_of, zip_with

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title><script>alert(document.domain)</script>"
EXE = b"MZ\x90\x00\x03".ljust(128, b"\x00") + b"PE\x00\x00".ljust(600, b"\x01")
SCRIPT = b"#!/bin/sh\nrm -rf /\n"


@dataclass(frozen=True)
class CorpusFile:
    """One file: `expected` is the media type under which it is kept, or the code of the refusal.

    `expected` is for a question that accepts the default kinds, `expected_of_all` for one that accepts every kind.
    """

    name: str
    content: bytes
    expected: str
    expected_of_all: str

    def __repr__(self) -> str:
        return f"CorpusFile({self.name!r}, {len(self.content)} bytes, {self.expected})"


@cache
def corpus() -> list[CorpusFile]:
    """Return every file of the corpus; names are unique."""
    honest = [*_kept(), *_kept_if_asked_for()]
    return [*honest, *_refused_by_kind(), *_disguised(), *_broken(), *_polyglots(), *_archives()]


def _file(name: str, content: bytes, expected: str, of_all: str = "") -> CorpusFile:
    return CorpusFile(name, content, expected, of_all or expected)


def _kept() -> list[CorpusFile]:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return [
        _file("photo.jpg", pictures.picture("JPEG"), "image/jpeg"),
        _file("PHOTO.JPEG", pictures.photo_with_traces(), "image/jpeg"),
        _file("progressif.jpg", pictures.picture("JPEG", progressive=True), "image/jpeg"),
        _file("capture.png", pictures.picture("PNG"), "image/png"),
        _file("image.webp", pictures.picture("WEBP"), "image/webp"),
        _file("téléphone.heic", pictures.heic(), "image/heic"),
        _file("Acte de naissance.pdf", documents.pdf(), "application/pdf"),
        _file("lettre.odt", documents.odt(), "application/vnd.oasis.opendocument.text"),
        _file("lettre.docx", documents.docx(), word),
        _file("autre-ordre.docx", documents.docx_in_unusual_order(), word),
    ]


def _kept_if_asked_for() -> list[CorpusFile]:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return [
        _file("image.gif", pictures.picture("GIF"), "file_kind", "image/gif"),
        _file("tableau.xlsx", documents.xlsx(), "file_kind", sheet),
        _file("liste.csv", "nom;prénom\nLéa;Zoë\n".encode("cp1252"), "file_kind", "text/csv"),
        _file("notes.txt", "Déjà vu.\n".encode(), "file_kind", "text/plain"),
        _file("pièces.zip", zip_with({"a/photo.jpg": pictures.picture("JPEG")}), "file_kind", "application/zip"),
    ]


def _refused_by_kind() -> list[CorpusFile]:
    return [
        _file("logo.svg", SVG, "file_kind"),
        _file("page.html", HTML, "file_kind"),
        _file("setup.exe", EXE, "file_kind"),
        _file("script.sh", SCRIPT, "file_kind"),
        _file("ancien.doc", documents.ole(), "file_kind"),
        _file("macros.docx", documents.docx_with_macros(), "file_kind"),
        _file("macros-cachées.docx", documents.docx_with_hidden_macros(), "file_kind"),
        _file("macros.odt", documents.odt(**{"Basic/Standard/Module1.xml": b"<x/>"}), "file_kind"),
        _file("photo.jpg.exe", pictures.picture("JPEG"), "file_kind"),
        _file("facture\u202efdp.exe", EXE, "file_kind"),
        _file("passeport", documents.pdf(), "file_name"),
    ]


def _disguised() -> list[CorpusFile]:
    return [
        _file("jpeg.png", pictures.picture("JPEG"), "file_mismatch"),
        _file("exe.jpg", EXE, "file_mismatch"),
        _file("page.pdf", HTML, "file_mismatch"),
        _file("svg.png", SVG, "file_mismatch"),
        _file("ole.docx", documents.ole(), "file_mismatch"),
        _file("zip.docx", zip_with({"a.txt": b"a"}), "file_mismatch"),
        _file("tableur.docx", documents.xlsx(), "file_mismatch"),
        _file("octets.pdf", bytes(range(256)) * 4, "file_mismatch"),
        _file("avant.pdf", b"junk\n" * 20 + documents.pdf(), "file_mismatch"),
        _file("script.txt", SCRIPT, "file_kind", "file_mismatch"),
        _file("page.txt", b"bonjour\n" + HTML, "file_kind", "file_mismatch"),
        _file("binaire.csv", b"a;b\x00\x01\n", "file_kind", "file_mismatch"),
        _file("lettre.zip", documents.docx(), "file_kind", "file_mismatch"),
    ]


def _broken() -> list[CorpusFile]:
    cut = {
        "coupé.jpg": pictures.picture("JPEG"),
        "coupé.png": pictures.picture("PNG"),
        "coupé.webp": pictures.picture("WEBP"),
        "coupé.heic": pictures.heic(),
        "coupé.pdf": documents.pdf(),
        "coupé.docx": documents.docx(),
        "coupé.odt": documents.odt(),
    }
    return [
        _file("vide.pdf", b"", "file_empty"),
        *(_file(name, content[: len(content) * 6 // 10], "file_damaged") for name, content in cut.items()),
        _file("suite.png", pictures.picture("PNG") + zip_with({"a": b"a"}), "file_damaged"),
        _file("avant.docx", pictures.picture("PNG") + documents.docx(), "file_mismatch"),
        _file("géant.png", pictures.png_of_size(30_000, 30_000), "file_bomb"),
        _file("passages.jpg", pictures.jpeg_of_many_scans(500), "file_bomb"),
        _file("verrou.pdf", documents.pdf(trailer=b"/Encrypt 9 0 R"), "file_encrypted"),
        _file("verrou.docx", documents.ole(stream="EncryptedPackage"), "file_encrypted"),
        _file("verrou.odt", documents.odt_under_password(), "file_encrypted"),
    ]


def _polyglots() -> list[CorpusFile]:
    """Return files that are two things at once: kept as what they say, and served so that the other is inert."""
    archive = zip_with({"a.txt": b"a"})
    return [
        _file("gif-html.gif", pictures.gif_with_html(), "file_kind", "image/gif"),
        _file("gif-html.html", pictures.gif_with_html(), "file_kind"),
        _file("jpeg-zip.jpg", pictures.picture("JPEG") + archive, "image/jpeg"),
        _file("jpeg-zip.zip", pictures.picture("JPEG") + archive, "file_kind", "file_mismatch"),
        _file("pdf-zip.pdf", documents.pdf() + archive, "application/pdf"),
        _file("pdf-html.pdf", documents.pdf(trailer=b"/X(" + HTML + b")"), "application/pdf"),
        _file("php.png", pictures.png_with_php(), "image/png"),
    ]


def _archives() -> list[CorpusFile]:
    lie = zeros("media/a.bin", 600, size=1024)
    cases: dict[str, tuple[bytes, str]] = {
        "600-mo": (zip_of([zeros("a", 600)]), "file_bomb"),
        "taille-fausse": (zip_of([lie]), "file_bomb"),
        "trois-fois-40-mo": (zip_of([zeros(str(each), 40) for each in range(3)]), "file_bomb"),
        "très-dense": (zip_of([zeros("a", 10)]), "file_bomb"),
        "nombreux": (zip_with({str(each): b"" for each in range(2_001)}), "file_bomb"),
        "nombre-faux": (zip_of([member(str(each), b"") for each in range(2_001)], count=1), "file_bomb"),
        "chevauchant": (overlapping(90), "file_bomb"),
        "emboîté": (zip_with({"b.zip": zip_with({"c": b"c"})}), "file_bomb"),
        "emboîté-sans-nom": (zip_with({"b": zip_with({"c": b"c"})}), "file_bomb"),
        "lien": (zip_of([member("a", b"/etc/passwd", attributes=SYMLINK)]), "file_damaged"),
        "remonte": (zip_with({"../../etc/cron.d/a": b"a"}), "file_damaged"),
        "absolu": (zip_with({"/etc/cron.d/a": b"a"}), "file_damaged"),
        "windows": (zip_with({"C:\\a": b"a"}), "file_damaged"),
        "zéro-dans-nom": (zip_with({"a.txt\x00.exe": b"a"}), "file_damaged"),
        "double": (zip_of([member("a", b"a"), member("a", b"b")]), "file_damaged"),
        "deux-noms": (zip_of([Member("a", b"", 0, method=0, local_name="b")]), "file_damaged"),
        "somme-fausse": (zip_of([member("a", b"a", crc=1)]), "file_damaged"),
        "trop-court": (zip_of([member("a", b"a", size=2)]), "file_damaged"),
        "méthode": (zip_of([member("a", b"a", method=12)]), "file_damaged"),
        "verrou": (zip_of([member("a", b"a", flags=1)]), "file_encrypted"),
    }
    return [_file(f"{name}.zip", content, "file_kind", expected) for name, (content, expected) in cases.items()] + [
        _file("bombe.docx", _docx_with(lie), "file_bomb"),
        _file("bombe.odt", documents.odt(**{"Pictures/a.bin": bytes(51 * MEGABYTE)}), "file_bomb"),
        _file("remonte.docx", documents.docx(**{"word/../../a": b"a"}), "file_damaged"),
    ]


def _docx_with(extra: Member) -> bytes:
    types = b"wordprocessingml.document.main+xml"
    return zip_of([member("[Content_Types].xml", types), member("word/document.xml", b"<w/>"), extra])
