"""What a browser uploads, for the time of its request: in memory, or in a file without a name.

Django's own handler writes large uploads in clear under a name, which stays on the disk when the worker is killed. A
file without a name (open(2), O_TMPFILE) ends with its process, whatever ends that (bar W3).
"""

from collections.abc import Mapping
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessUploadHandler(FileUploadHandler):
    """Keeps the files of a request in memory, when FILE_UPLOAD_MAX_MEMORY_SIZE holds all of it, else without a name."""

    file: BinaryIO
    is_small = False

    def handle_raw_input(
        self, input_data: BinaryIO, META: Mapping[str, str], content_length: int, *rest: object  # noqa: N803
    ) -> None:  # fmt: skip
        self.is_small = content_length <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        # The request closes it.
        self.file = BytesIO() if self.is_small else TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return UploadedFile(
            self.file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
