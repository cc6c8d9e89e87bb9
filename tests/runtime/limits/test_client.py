"""Whom a limit counts: the peer, or what proxies of ours say of it, never what the client says of itself."""

import pytest
from django.test import RequestFactory

from runtime.limits.client import client_address

PROXY = "192.0.2.10"


@pytest.fixture
def address_of(settings):
    settings.GUICHET_TRUSTED_PROXIES = ("192.0.2.0/24", "2001:db8:ffff::/48")

    def ask(peer, forwarded=None):
        headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
        return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))

    return ask


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_direct_client_is_its_own_address(address_of, peer, expected):
    assert address_of(peer) == expected


def test_two_addresses_of_one_subscriber_count_as_one(address_of):
    assert address_of("2001:db8:1:2::1") == address_of("2001:db8:1:2:ffff::9")


def test_a_client_that_forges_the_header_is_still_itself(address_of):
    assert address_of("198.51.100.7", "203.0.113.1") == "198.51.100.7"


def test_behind_a_proxy_the_rightmost_foreign_address_counts(address_of):
    assert address_of(PROXY, "203.0.113.1, 198.51.100.7") == "198.51.100.7"


def test_proxies_in_a_row_are_all_passed_over(address_of):
    assert address_of(PROXY, "203.0.113.1, 198.51.100.7, 2001:db8:ffff::2, 192.0.2.11") == "198.51.100.7"


@pytest.mark.parametrize("noise", ["", "unknown", "203.0.113.1, <script>", "203.0.113.1,,"])
def test_what_a_proxy_says_badly_counts_for_the_proxy(address_of, noise):
    assert address_of(PROXY, noise) == PROXY


@pytest.mark.parametrize(
    ("written", "expected"), [("198.51.100.7:4711", "198.51.100.7"), ("[2001:db8:1::5]:80", "2001:db8:1::/64")]
)
def test_a_port_after_the_address_is_not_part_of_it(address_of, written, expected):
    assert address_of(PROXY, written) == expected


def test_the_peer_of_a_unix_socket_is_a_proxy(address_of):
    assert address_of("", "198.51.100.7") == "198.51.100.7"


def test_without_proxies_the_header_is_never_read(address_of, settings):
    settings.GUICHET_TRUSTED_PROXIES = ()

    assert address_of(PROXY, "198.51.100.7") == PROXY
    assert address_of("", "198.51.100.7") == "unknown"
