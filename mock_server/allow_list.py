"""A key's allow-list: the addresses from which it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["AllowList", "unmapped"]

# Python would also read a mask for a block's length, and a zone (RFC 4007 §11), which nobody else knows.
_ENTRY = re.compile(r"[0-9A-Fa-f:.]+(/(0|[1-9][0-9]*))?")


class AllowList:
    """A set of IPv4 and IPv6 addresses and CIDR blocks; an empty one allows every address.

    An IPv4 client that reaches a dual-stack socket appears as ``::ffff:203.0.113.7`` (RFC 4291 §2.5.5.2).
    Such addresses are IPv4 here, on both sides, so that one entry covers a client however it connects.
    """

    def __init__(self, entries: Iterable[str] = ()) -> None:
        """Read the entries of a list.

        Raises:
            ValueError: an entry is neither an address nor a block, or a block has host bits set.
        """
        self.entries = tuple(entries)
        self._networks = tuple(_network(entry) for entry in self.entries)

    def allows(self, address: str | None) -> bool:
        """Whether a client at ``address`` may use the key; an unknown address is in no list."""
        if not self._networks:
            return True
        try:
            client = unmapped(ip_address(address or ""))
        except ValueError:
            return False
        return any(client in network for network in self._networks)

    def __repr__(self) -> str:
        return f"AllowList({list(self.entries)!r})"


def unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address in an IPv6 one that only carries it; any other as it is."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _network(entry: str) -> IPv4Network | IPv6Network:
    if not _ENTRY.fullmatch(entry):
        raise ValueError(f"{entry!r} is neither an address nor a block")
    network = ip_network(entry)
    if isinstance(network, IPv6Network) and network.prefixlen >= 96:
        mapped = network.network_address.ipv4_mapped
        if mapped is not None:
            return IPv4Network((mapped, network.prefixlen - 96))
    return network
