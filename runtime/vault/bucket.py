"""Private storage of files in a bucket of an S3 service, for sites that several machines serve.

Loaded when `STORAGE_URL` names a bucket only: its client, obstore, is not among the requirements of every site.
"""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, cached_property
from io import BytesIO
from typing import BinaryIO

from obstore.exceptions import BaseError
from obstore.store import S3Store

from runtime.clock import database_now
from runtime.vault.storage import NAME, PrivateStorage, StorageFull, StorageUnavailable, check_name, new_name

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 2
#: From a request to its answer, what is sent included, and between two parts of the answer.
SILENCE_SECONDS = 10
#: From a request to the end of its answer.
WHOLE_SECONDS = 30
#: What fails at once is tried a second time; after a silence somebody has waited long enough.
RETRIES = 1
RETRY_SECONDS = 5

#: Characters of an error that the log keeps.
MOST_SAID = 500

#: S3 has no error for a full service or a quota: 507 and codes that services made up (Ceph, MinIO).
_FULL = re.compile(r"status code: 507|<Code>\w*(Quota|StorageFull)\w*</Code>")


class BucketStorage(PrivateStorage):
    """Files under `prefix` in `bucket`: each comes in one conditional request, so that its name is whole or not there.

    The sealed bytes of one file at a time are in memory (`max_bytes` of its question). Without `access_key_id` and
    `secret_access_key`, the client reads AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
    """

    def __init__(self, *, bucket: str, prefix: str, **options: str) -> None:
        self._place, self._options = (bucket, prefix), options

    def erase(self, name: str) -> None:
        with _as_storage_errors():
            self._client.delete(check_name(name))

    def exists(self, name: str) -> bool:
        with _as_storage_errors():
            try:
                # HEAD says 404 for a missing bucket as well, without a word.
                self._client.get_range(check_name(name), start=0, end=1)
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return False
            return True

    def names(self, *, older_than_seconds: int) -> Iterator[str]:
        before = database_now() - timedelta(seconds=older_than_seconds)
        with _as_storage_errors():
            for page in self._client.list():
                for each in page:
                    if NAME.fullmatch(each["path"]) and each["last_modified"] <= before:
                        yield each["path"]

    def probe(self) -> None:
        # A name like any other: should the process die in between, the sweep takes it.
        name = new_name()
        self._write(name, [b"probe"])
        self.erase(name)

    def _write(self, name: str, chunks: Iterable[bytes]) -> None:
        check_name(name)
        sealed = b"".join(chunks)
        with _as_storage_errors():
            self._client.put(name, sealed, mode="create")

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        # Whole before it is given: a connection that breaks is told, no half file goes out.
        with _as_storage_errors():
            sealed = BytesIO(self._client.get(check_name(name)).bytes())
        yield sealed

    @cached_property
    def _client(self) -> S3Store:
        bucket, prefix = self._place
        return S3Store(
            bucket,
            prefix=prefix or None,
            client_options={
                "allow_http": True,  # the operator wrote http: in STORAGE_URL; what travels is sealed
                "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
                "read_timeout": timedelta(seconds=SILENCE_SECONDS),
                "timeout": timedelta(seconds=WHOLE_SECONDS),
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_SECONDS)},
            disable_bulk_delete=True,  # not every service knows it
            **self._options,
        )


@cache
def _process_of_the_client() -> int:
    """Return the process that used the client first; its children inherit the answer."""
    return os.getpid()


@contextmanager
def _as_storage_errors() -> Iterator[None]:
    # The threads of the client do not come along through a fork: in the child it would wait for them for ever.
    if _process_of_the_client() != os.getpid():
        raise StorageUnavailable("This process was forked from one that had used the bucket already.")
    try:
        yield
    except (BaseError, OSError) as error:
        said = " ".join(str(error).partition("\n\nDebug source")[0].split())[:MOST_SAID]
        logger.error("The bucket failed: %s", said)  # noqa: TRY400 - a person sees a 503, an operator the reason
        raise (StorageFull if _FULL.search(said) else StorageUnavailable)(said) from error
