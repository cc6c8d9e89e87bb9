"""A client of the API that sends at the pace of a test, to gunicorn itself or through nginx."""

import http.client
import io
import json
import random
import ssl
import uuid

from PIL import Image

from tests.serving.site import HOST

API = "/api/v1"
PROCEDURE = f"{API}/procedures/signalement-voirie"
TIMEOUT_SECONDS = 30
ANSWERS = {
    "danger_immediat": True, "categorie": "eclairage", "detail_eclairage": "lampe_eteinte",
    "lieu": {"text": "12 rue des Exemples"}, "suivi_courriel": False,
}  # fmt: skip
BOUNDARY = "serving"


class Client:
    """One connection to `port`, by HTTPS when `certificate` names whom to believe."""

    def __init__(self, port, certificate=None):
        if certificate:
            context = ssl.create_default_context(cafile=certificate)
            self.http = http.client.HTTPSConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self.usual = {"Host": HOST, "X-Forwarded-Proto": "https"}

    def ask(self, method, path, body=None, **headers):
        """Return the answer of one request; header names are written with underscores."""
        self.begin(method, path, body=body, **headers)
        return self.answer()

    def begin(self, method, path, body=None, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.http.request(method, path, body=body, headers=self.usual | given)

    def answer(self):
        """Return the answer with its `content`, and end the connection."""
        answer = self.http.getresponse()
        answer.content = answer.read()
        self.http.close()
        return answer

    def file(self):
        """File a request in one post."""
        body = json.dumps({"answers": ANSWERS})
        key = str(uuid.uuid4())
        return self.ask("POST", f"{PROCEDURE}/submissions", body, Content_Type="application/json", Idempotency_Key=key)

    def begin_upload(self, body):
        """Send the head of a file sent ahead, and nothing of `body` yet: `send` does."""
        self.http.putrequest("POST", f"{PROCEDURE}/uploads", skip_host=True)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        for name, value in (self.usual | {"Content-Type": kind, "Content-Length": str(len(body))}).items():
            self.http.putheader(name, value)
        self.http.endheaders()

    def send(self, part):
        self.http.send(part)


def photo(least_bytes):
    """Return a picture of noise that weighs at least so much."""
    side = 100
    while True:
        noise = Image.frombytes("RGB", (side, side), random.Random(side).randbytes(side * side * 3))
        noise.save(written := io.BytesIO(), "JPEG", quality=95)
        if written.tell() >= least_bytes:
            return written.getvalue()
        side = side * 5 // 4


def upload_of(content):
    """Return the body that sends this photo ahead."""
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="question"\r\n\r\nphotos\r\n'.encode(),
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n'.encode(),
        b"Content-Type: image/jpeg\r\n\r\n" + content + f"\r\n--{BOUNDARY}--\r\n".encode(),
    )
    return b"".join(parts)


def outcome(ask):
    """Return what `ask` returns, the words of the error when the connection broke."""
    try:
        return ask()
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
