"""From where a key may be used."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.allow_list import AllowList


@pytest.mark.parametrize(
    ("entry", "address", "allowed"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.0/24", "203.0.113.255", True),
        ("203.0.113.0/24", "203.0.114.0", False),
        ("2001:db8::1", "2001:0db8:0000::1", True),
        ("2001:db8::/32", "2001:db8:ffff::1", True),
        ("2001:db8::/32", "2001:db9::1", False),
        # A dual-stack socket reports IPv4 clients as IPv6; so may the one who wrote the list.
        ("203.0.113.0/24", "::ffff:203.0.113.9", True),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("::ffff:203.0.113.0/120", "203.0.113.9", True),
        ("::ffff:203.0.113.0/120", "203.0.114.9", False),
        ("::ffff:203.0.113.0/120", "::ffff:203.0.113.9", True),
        ("0.0.0.0/0", "::1", False),
        ("::/0", "2001:db8::1", True),
        ("::/0", "203.0.113.9", False),
        ("fe80::/10", "fe80::1%eth0", True),
        ("203.0.113.0/24", "not an address", False),
    ],
)
def test_an_entry_covers(entry: str, address: str, allowed: bool) -> None:
    assert AllowList([entry]).allows(address) is allowed


def test_an_address_needs_only_one_of_the_entries() -> None:
    allow_list = AllowList(["203.0.113.7", "2001:db8::/32"])
    assert allow_list.allows("203.0.113.7")
    assert allow_list.allows("2001:db8::9")
    assert not allow_list.allows("203.0.113.8")


@pytest.mark.parametrize("address", ["203.0.113.7", "::1", "not an address", None])
def test_an_empty_list_allows_every_client(address: str | None) -> None:
    assert AllowList().allows(address)


def test_an_unknown_address_is_in_no_list() -> None:
    assert not AllowList(["0.0.0.0/0", "::/0"]).allows(None)


@pytest.mark.parametrize(
    "entry",
    [
        *("", "203.0.113", "203.0.113.7/24", "203.0.113.0/33", "example.com"),
        *("203.0.113.0/255.255.255.0", "203.0.113.0/0.0.0.255", "203.0.113.0/024", "fe80::1%eth0"),
    ],
)
def test_an_entry_that_is_no_address_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        AllowList([entry])


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_the_address(address: ipaddress.IPv4Address) -> None:
    mapped = f"::ffff:{address}"
    assert AllowList([str(address)]).allows(mapped)
    assert AllowList([mapped]).allows(str(address))


def test_its_repr_is_the_list() -> None:
    assert repr(AllowList(["203.0.113.0/24"])) == "AllowList(['203.0.113.0/24'])"
