"""A service that knows as much of S3 as the vault asks of one, on 127.0.0.1, and that fails as a test wants."""

import hashlib
import re
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from cms.settings import addresses
from runtime.vault.bucket import BucketStorage

BUCKET, PREFIX, REGION = "guichet", "fichiers", "fr-par"
SIGNED = re.compile(rf"AWS4-HMAC-SHA256 Credential=AKID/\d{{8}}/{REGION}/s3/aws4_request, SignedHeaders=.+Signature=.+")
MOST_PATIENT_SECONDS = 20
#: Answers of services that keep nothing more: status and code of the error.
REFUSALS = {
    "slow down": (503, "SlowDown"),
    "full": (507, "XMinioStorageFull"),
    "quota": (403, "QuotaExceeded"),
    "denied": (403, "AccessDenied"),
}


class BucketServer:
    """One bucket in memory; `fault` is a key of `REFUSALS`, "cut" (half of every body), "hang" or None."""

    def __init__(self, *, names_a_page=1000):
        self.objects, self.requests, self.names_a_page = {}, [], names_a_page
        self.lock, self.fault, self.released, self.port = threading.Lock(), None, threading.Event(), 0
        self.outlasted = 0  # requests that were waited for longer than anybody should

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.http = ThreadingHTTPServer(("127.0.0.1", self.port), type("Handler", (_Handler,), {"service": self}))
        self.released.clear()
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,))
        self.thread.start()
        self.is_up = True

    def stop(self):
        """Refuse connections from now on; `start` listens at the same address again."""
        if not self.is_up:
            return
        self.is_up = False
        self.released.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    @property
    def url(self):
        """The address of the bucket, as STORAGE_URL has it."""
        return f"s3://AKID:secret@{BUCKET}/{PREFIX}?endpoint=http://127.0.0.1:{self.port}&region={REGION}"

    @property
    def settings(self):
        return addresses.storage(self.url)

    def new_storage(self):
        return BucketStorage(**self.settings["OPTIONS"])

    def contents(self):
        return {key.removeprefix(f"{PREFIX}/"): body for key, (body, _) in self.objects.items()}

    def move(self, name, other):
        self.objects[f"{PREFIX}/{other}"] = self.objects.pop(f"{PREFIX}/{name}")

    def age(self, names, *, seconds):
        for key in (f"{PREFIX}/{name}" for name in names):
            self.objects[key] = self.objects[key][0], datetime.now(UTC) - timedelta(seconds=seconds)


class _Handler(BaseHTTPRequestHandler):
    """Each connection carries one request (HTTP/1.0), so that a service that stops is gone at once."""

    service: BucketServer

    def setup(self):
        super().setup()
        self.key = ""

    def serve(self):
        self.address = urlsplit(self.path)
        bucket, _, self.key = unquote(self.address.path).lstrip("/").partition("/")
        self.service.requests.append((self.command, self.key))
        if self.service.fault == "hang":
            self.service.outlasted += not self.service.released.wait(MOST_PATIENT_SECONDS)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)) // (2 if self.service.fault == "cut" else 1))
        if self.service.fault == "cut" and body:
            return
        if not SIGNED.fullmatch(self.headers.get("Authorization", "")):
            self.refuse(403, "SignatureDoesNotMatch")
        elif self.service.fault in REFUSALS:
            self.refuse(*REFUSALS[self.service.fault])
        elif bucket != BUCKET:
            self.refuse(404, "NoSuchBucket")
        else:
            getattr(self, f"on_{self.command.lower()}")(body)

    do_GET = do_PUT = do_DELETE = serve  # noqa: N815 - names of http.server

    def on_put(self, body):
        if hashlib.sha256(body).hexdigest() != self.headers["x-amz-content-sha256"]:
            self.refuse(400, "XAmzContentSHA256Mismatch")
            return
        with self.service.lock:
            is_taken = self.key in self.service.objects and self.headers["If-None-Match"] == "*"
            if not is_taken:
                self.service.objects[self.key] = body, datetime.now(UTC)
        self.refuse(412, "PreconditionFailed") if is_taken else self.answer(200)

    def on_delete(self, _):
        self.service.objects.pop(self.key, None)
        self.answer(204)

    def on_get(self, _):
        if not self.key:
            self.answer(200, self.listing())
        elif self.key not in self.service.objects:
            self.refuse(404, "NoSuchKey")
        else:
            body, written_at = self.service.objects[self.key]
            first_byte = self.headers["Range"] == "bytes=0-0"
            ranged = {"Content-Range": f"bytes 0-0/{len(body)}"} if first_byte else {}
            headers = {"Last-Modified": f"{written_at:%a, %d %b %Y %H:%M:%S} GMT", **ranged}
            self.answer(206 if first_byte else 200, body[:1] if first_byte else body, **headers)

    def listing(self):
        asked = parse_qs(self.address.query)
        after, prefix = asked.get("continuation-token", [""])[0], asked.get("prefix", [""])[0]
        keys = sorted(key for key in list(self.service.objects) if key.startswith(prefix) and key > after)
        page = keys[: self.service.names_a_page]
        more = len(keys) > len(page)
        told = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{written_at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f'<ETag>"x"</ETag><Size>{len(body)}</Size></Contents>'
            for key, (body, written_at) in ((key, self.service.objects[key]) for key in page)
        )
        token = f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if more else ""
        return (
            f"<ListBucketResult><IsTruncated>{str(more).lower()}</IsTruncated>{token}{told}</ListBucketResult>".encode()
        )

    def refuse(self, status, code):
        self.answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), "ETag": '"x"', **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.service.fault == "cut" else body)

    def log_message(self, *_):
        """Say nothing."""
