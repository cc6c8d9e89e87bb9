"""One whole submission of the bench, page after page, as a browser without JavaScript sends it."""

import re
from itertools import count

from cms.bench.browser import Answer, Browser, UnexpectedAnswerError
from cms.bench.procedure import KEY

START = f"/demarches/{KEY}/"
_REFERENCE = re.compile(r"BEN(?:-[2-9A-Z]{4}){4}")
_numbers = count(1)

#: A PDF of one empty page, padded to the weight of a scanned page.
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
)
FILE_BYTES = 100_000

#: Raw input of each step; the mail address differs each time.
IDENTITY = {
    "nom.given_names": "Camille", "nom.family_name": "Exemple", "naissance.day": "1", "naissance.month": "3",
    "naissance.year": "1990", "telephone": "01 99 00 12 34",
}  # fmt: skip
REQUEST = {
    "objet": "copie", "exemplaires": "2", "adresse.street": "12 rue des Exemples", "adresse.postcode": "99999",
    "adresse.city": "Fontclaire", "urgence": "yes", "commentaire": "Merci de votre aide.",
}  # fmt: skip
DETAILS = {"budget": "1250,50", "motif": "Un dossier à compléter avant la fin du mois.", "attestation": "yes"}


def whole_submission(port: int) -> list[tuple[str, Answer]]:
    """File once and look at the status; return every requested page, by name, in order."""
    browser = Browser(port, address=new_address())
    pages = [("start", browser.get(START))]
    pages.append(("step 1", browser.get(f"{START}commencer/")))
    mail = {"courriel": f"personne-{next(_numbers)}@example.org"}
    posted = browser.post(f"{START}commencer/", pages[-1][1].hidden() | IDENTITY | mail)
    pages += [("send step 1", posted), ("step 2", browser.get(posted.location))]
    posted = browser.post(posted.location, pages[-1][1].hidden() | REQUEST)
    pages += [("send step 2", posted), ("step 3", browser.get(posted.location))]
    posted = browser.post_file(posted.location, pages[-1][1].hidden() | DETAILS, "piece", pdf())
    pages += [("send step 3", posted), ("review", browser.get(posted.location))]
    posted = browser.post(posted.location, pages[-1][1].hidden() | {"consent": "yes"})
    pages += [("send", posted), ("receipt", browser.get(posted.location))]
    reference = reference_on(pages[-1][1])
    pages.append(("status", Browser(port, address=browser.address).get(f"/suivi/{reference}/")))
    return pages


def reference_on(receipt: Answer) -> str:
    """Return the reference that a receipt acknowledges. Raises `UnexpectedAnswerError` when it shows none."""
    if found := _REFERENCE.search(receipt.text):
        return found[0]
    raise UnexpectedAnswerError("the receipt shows no reference")


def new_address() -> str:
    """Return an address not yet used in this run, of a network kept for measures (RFC 2544, 1999)."""
    number = next(_numbers) % 131_072
    return f"198.{18 + number // 65_536}.{number // 256 % 256}.{number % 256}"


def pdf() -> bytes:
    """Return a PDF whose content differs each time."""
    body, places = b"%PDF-1.4\n%" + str(next(_numbers)).encode().zfill(FILE_BYTES) + b"\n", []
    for number, content in enumerate(_OBJECTS, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % len(body)
