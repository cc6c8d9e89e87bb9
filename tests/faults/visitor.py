"""An HTTP client that answers as Django's test client does, so that `tests.journeys.person` drives a real server."""

from itertools import pairwise
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from runtime.drafts.cookies import NAME, SALT

TIMEOUT_SECONDS = 60

#: What a client sees of a server that dies under its request.
BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class Visitor:
    """One browser at `url`: its cookies, and `get` and `post` with the arguments of Django's test client."""

    def __init__(self, url, *, drafts=()):
        self.url, self.session = url, requests.Session()
        self.session.trust_env = False
        if drafts:
            self.session.cookies.set(NAME, signing.dumps(list(drafts), salt=SALT, compress=True))

    def get(self, path, *, follow=False):
        return self._answer(self.session.get(self._at(path), allow_redirects=follow, timeout=TIMEOUT_SECONDS))

    def post(self, path, posted, *, follow=False):
        """Post a dictionary of texts, files, and lists of them."""
        lists = {name: value if isinstance(value, list) else [value] for name, value in posted.items()}
        pairs = [(name, each) for name, values in lists.items() for each in values]
        files = [(name, (each.name, _bytes_of(each), each.content_type)) for name, each in pairs if _is_file(each)]
        fields = [(name, str(each)) for name, each in pairs if not _is_file(each)]
        response = self.session.post(
            self._at(path), data=fields, files=files, allow_redirects=follow, timeout=TIMEOUT_SECONDS
        )
        return self._answer(response)

    def _at(self, path):
        return urljoin(self.url, path)

    @staticmethod
    def _answer(response):
        seen = [*response.history, response]
        response.redirect_chain = [(each.url, before.status_code) for before, each in pairwise(seen)]
        return response


def _is_file(value):
    return isinstance(value, UploadedFile)


def _bytes_of(upload):
    upload.seek(0)
    return upload.read()


def codes_on(response):
    """Return the codes that a page gives to keep: the reference, and the key beside it on a receipt."""
    return tuple(each.get_text(strip=True) for each in BeautifulSoup(response.content, "html.parser").select(".g-code"))
