"""The address that a request comes from, also through proxies.

``X-Forwarded-For`` is a client's word unless a proxy of ours wrote it, and addresses decide about access. So
the list is read from its end, where the nearest proxy wrote, and only for as long as proxies that were
configured vouch for what stands before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address

from .allow_list import AllowList, unmapped

__all__ = ["client_address"]


def client_address(peer: str | None, forwarded_for: Sequence[str], trusted: AllowList | None) -> str | None:
    """Find the client's address.

    Args:
        peer: the address of who is connected, where there is one.
        forwarded_for: the values of all ``X-Forwarded-For`` headers.
        trusted: the proxies to believe.

    Returns:
        ``None`` where a trusted proxy names something else than an address: an unknown client is in no
        allow-list.
    """
    address = peer and _address(peer)
    hops = [hop.strip() for value in forwarded_for for hop in value.split(",")]
    while hops and trusted is not None and trusted.allows(address):
        address = _address(hops.pop())
    return address


@lru_cache(maxsize=1024)  # a client seldom comes alone
def _address(text: str) -> str | None:
    # A zone means something only to the machine that wrote it (RFC 4007 §6), and can be any text.
    if "%" in text:
        return None
    try:
        return str(unmapped(ip_address(text)))
    except ValueError:
        return None
