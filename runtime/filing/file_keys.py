"""The key of a joined file: that of what it belongs to, or its own when it was there first."""

from runtime import vault
from runtime.filing.models import StoredFile


def seal_file_key(file_key: bytes, data_key: bytes, file_id: object) -> bytes:
    """Return the key of a file encrypted under the data key of its submission: forgetting that forgets both."""
    return vault.encrypted(file_key, data_key, vault.bound_to("file key", str(file_id)))


def file_key_of(stored: StoredFile, data_key: bytes) -> bytes:
    """Return the key that opens a file of a draft or submission with this data key. Raises `vault.Tampered`."""
    sealed = bytes(stored.sealed_key)
    return vault.decrypted(sealed, data_key, vault.bound_to("file key", str(stored.pk))) if sealed else data_key
