"""Comments on results found wrong: sealed, each under a data key of its own, so that deleting the row is enough."""

from runtime.simulation.models import SimulationCase
from runtime.vault.encryption import new_data_key, seal, unseal, unwrap, wrap


def sealed_comment(pk: int, text: str) -> tuple[bytes, bytes]:
    """Return the wrapped key and the sealed text of the comment of the case `pk`."""
    data_key, place = new_data_key(), comment_place(pk)
    return wrap(data_key, place), seal(text, data_key, place)


def comment_of(case: SimulationCase) -> str:
    """Return what the person wrote, "" for nothing. Raises `runtime.vault.encryption.VaultError`."""
    if not case.sealed_comment:
        return case.comment
    place = comment_place(case.pk)
    return str(unseal(bytes(case.sealed_comment), unwrap(bytes(case.wrapped_key), place), place))


def comment_place(pk: int) -> str:
    """Return the only place where the key and the comment of a case may be opened."""
    return f"simulation case:{pk}"
