"""Key of a joined file: that of its draft or submission, or its own when the file came first."""

from runtime.files.models import StoredFile
from runtime.vault import encryption


def seal_file_key(file_key: bytes, data_key: bytes, file_id: object) -> bytes:
    """Return the key of a file encrypted under the data key of its submission: erasing the latter erases both."""
    return encryption.encrypted(file_key, data_key, encryption.bound_to("file key", str(file_id)))


def file_key_of(stored: StoredFile, data_key: bytes) -> bytes:
    """Return the key that opens a file of a draft or submission with this data key.

    Raises `runtime.vault.encryption.Tampered`.
    """
    sealed = bytes(stored.sealed_key)
    if not sealed:
        return data_key
    return encryption.decrypted(sealed, data_key, encryption.bound_to("file key", str(stored.pk)))
