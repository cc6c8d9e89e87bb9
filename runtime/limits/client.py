"""Client address of a request, which rate limits count."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

#: One subscriber gets at least a /64 (RFC 6177, 2011): its addresses count as one.
IPV6_PREFIX = 64
UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """Return the client's IPv4 address, or the /64 of its IPv6 address; `unknown` when there is none.

    `X-Forwarded-For` is read only when the peer is one of `GUICHET_TRUSTED_PROXIES`, from the right, up to the first
    address that is not: anything left of it may have been written by the client itself.
    """
    peer = _read(request.META.get("REMOTE_ADDR", ""))
    if not _is_proxy(peer):
        return _told(peer)
    found = peer
    for text in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _read(text)
        if address is None:
            break
        found = address
        if not _is_proxy(address):
            break
    return _told(found)


def is_from_proxy(request: HttpRequest) -> bool:
    """Return whether a request came through one of `GUICHET_TRUSTED_PROXIES`, whose headers may be believed."""
    return _is_proxy(_read(request.META.get("REMOTE_ADDR", "")))


def _read(text: str) -> Address | None:
    """Return the address in `text`, with or without a port; an IPv4-mapped IPv6 address counts as IPv4."""
    text = text.strip()
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_proxy(address: Address | None) -> bool:
    """Return whether `address` is a configured proxy. No address is a Unix socket: only a proxy speaks through it."""
    networks = [ipaddress.ip_network(network) for network in settings.GUICHET_TRUSTED_PROXIES]
    if address is None:
        return bool(networks)
    return any(address in network for network in networks)


def _told(address: Address | None) -> str:
    if address is None:
        return UNKNOWN
    return str(IPv6Network((address, IPV6_PREFIX), strict=False)) if address.version == 6 else str(address)
