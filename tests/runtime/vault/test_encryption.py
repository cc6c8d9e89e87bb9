"""What is sealed opens in its place, under its key, or not at all."""

import base64
import hashlib

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from runtime.vault.encryption import (
    Tampered,
    VaultError,
    WrongKey,
    keyed_hash,
    matches,
    new_data_key,
    rewrap,
    seal,
    site_key_ids,
    unseal,
    unwrap,
    wrap,
)


def site_key(number: int) -> str:
    return base64.urlsafe_b64encode(bytes([number]) * 32).decode()


OLD, NEW, OTHER = site_key(0xFB), site_key(2), site_key(3)
ANSWERS = {"nom": "CANARY Zoé", "enfants": [{"âge": 3}], "accord": True, "rien": None}


@pytest.fixture(autouse=True)
def _keys():
    with override_settings(ENCRYPTION_KEYS=[OLD], SECRET_HASH_KEY=""):
        yield


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_data_key_comes_back_from_its_wrapping():
    data_key = new_data_key()

    assert len(data_key) == 32
    assert unwrap(wrap(data_key, "draft:a"), "draft:a") == data_key


def test_data_keys_and_wrappings_never_repeat():
    data_key = new_data_key()

    assert data_key != new_data_key()
    assert wrap(data_key, "draft:a") != wrap(data_key, "draft:a")


def test_a_wrapped_key_does_not_open_in_another_row():
    with pytest.raises(Tampered):
        unwrap(wrap(new_data_key(), "draft:a"), "draft:b")


@pytest.mark.parametrize("at", [4, 16, 40, 63])
def test_a_wrapped_key_that_was_changed_does_not_open(at):
    with pytest.raises(Tampered):
        unwrap(flipped(wrap(new_data_key(), "draft:a"), at), "draft:a")


def test_a_wrapping_by_a_key_that_is_gone_names_that_key():
    wrapped = wrap(new_data_key(), "draft:a")

    with override_settings(ENCRYPTION_KEYS=[NEW]), pytest.raises(WrongKey) as caught:
        unwrap(wrapped, "draft:a")

    assert caught.value.key_id == wrapped[:4].hex()
    assert OLD not in str(caught.value)


@pytest.mark.parametrize("wrapped", [b"", b"abc", bytes(20)])
def test_what_was_never_wrapped_does_not_open(wrapped):
    with pytest.raises(VaultError):
        unwrap(wrapped, "draft:a")


def test_keys_rotate_while_everything_stays_open():
    data_key = new_data_key()
    wrapped = wrap(data_key, "draft:a")
    sealed = seal(ANSWERS, data_key, "draft:a")

    with override_settings(ENCRYPTION_KEYS=[NEW, OLD]):
        assert [each for each in site_key_ids() if wrapped.startswith(each)] == [site_key_ids()[1]]
        assert unwrap(wrapped, "draft:a") == data_key
        again = rewrap(wrapped, "draft:a")
        assert again.startswith(site_key_ids()[0])

    with override_settings(ENCRYPTION_KEYS=[NEW]):
        assert unseal(sealed, unwrap(again, "draft:a"), "draft:a") == ANSWERS


def test_sealed_answers_come_back_and_do_not_show():
    data_key = new_data_key()

    sealed = seal(ANSWERS, data_key, "draft:a")

    assert b"CANARY" not in sealed
    assert unseal(sealed, data_key, "draft:a") == ANSWERS


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_any_json_comes_back_the_same(value):
    data_key = new_data_key()

    assert unseal(seal(value, data_key, "draft:a"), data_key, "draft:a") == value


def test_sealed_answers_do_not_open_in_another_row():
    data_key = new_data_key()

    with pytest.raises(Tampered):
        unseal(seal(ANSWERS, data_key, "draft:a"), data_key, "draft:b")


def test_sealed_answers_do_not_open_with_another_data_key():
    with pytest.raises(Tampered):
        unseal(seal(ANSWERS, new_data_key(), "draft:a"), new_data_key(), "draft:a")


def test_answers_changed_at_any_byte_do_not_open():
    data_key = new_data_key()
    sealed = seal("a", data_key, "draft:a")

    for at in range(len(sealed)):
        with pytest.raises(Tampered):
            unseal(flipped(sealed, at), data_key, "draft:a")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b'{"nom":"x"}', bytes(60)])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(Tampered):
        unseal(sealed, new_data_key(), "draft:a")


def test_a_wrapping_does_not_pass_for_sealed_answers():
    data_key = base64.urlsafe_b64decode(OLD)
    wrapped = wrap(new_data_key(), "draft:a")

    with pytest.raises(Tampered):
        unseal(b"\x01" + wrapped[4:], data_key, "draft:a")


def test_a_failure_tells_nothing_of_what_was_sealed():
    sealed = seal(ANSWERS, new_data_key(), "draft:a")

    with pytest.raises(Tampered) as caught:
        unseal(sealed, new_data_key(), "draft:a")

    assert caught.value.args == ("authentication failed",)


@pytest.mark.parametrize("keys", [[], ["dG9vIHNob3J0"], ["not base64 !"], [OLD, "é"], [site_key(1)[:-4]]])
def test_bad_keys_are_a_mistake_of_configuration_that_does_not_show_them(keys):
    with override_settings(ENCRYPTION_KEYS=keys), pytest.raises(ImproperlyConfigured) as caught:
        wrap(new_data_key(), "draft:a")

    assert not any(key in str(caught.value) for key in keys)


def test_a_keyed_hash_is_stable_and_particular_to_its_purpose():
    hashed = keyed_hash("KXFR-2345", "access")

    assert hashed == keyed_hash("KXFR-2345", "access")
    assert len(hashed) == 64
    assert hashed != keyed_hash("KXFR-2345", "email")
    assert hashed != keyed_hash("KXFR-2346", "access")


def test_a_keyed_hash_cannot_be_made_without_the_key():
    stored = keyed_hash("a", "access")

    assert stored != hashlib.sha256(b"a").hexdigest()
    with override_settings(ENCRYPTION_KEYS=[OTHER]):
        assert not matches("a", "access", stored)


def test_stored_hashes_survive_the_rotation_of_the_first_key():
    stored = keyed_hash("KXFR-2345", "access")

    with override_settings(ENCRYPTION_KEYS=[NEW, OLD]):
        assert matches("KXFR-2345", "access", stored)


def test_stored_hashes_survive_the_end_of_the_oldest_key_once_it_is_the_hash_key():
    stored = keyed_hash("KXFR-2345", "access")

    with override_settings(ENCRYPTION_KEYS=[NEW], SECRET_HASH_KEY=OLD):
        assert matches("KXFR-2345", "access", stored)


@pytest.mark.parametrize("stored", ["", "é", "0" * 64])
def test_what_is_not_the_hash_does_not_match(stored):
    assert not matches("KXFR-2345", "access", stored)
