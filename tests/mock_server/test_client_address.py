"""Where a request comes from, and whose word on it counts."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.allow_list import AllowList, unmapped
from mock_server.client_address import client_address
from mock_server.scenarios import open_scene
from tests.mock_server.driver import Client

OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.7"
PROXY, INNER_PROXY = "10.0.0.1", "2001:db8::1"
TRUSTED = AllowList(["10.0.0.0/8", "2001:db8::/32"])

strangers = st.ip_addresses().map(str).filter(lambda address: not TRUSTED.allows(address))
proxies = st.one_of(
    st.ip_addresses(network="10.0.0.0/8"),
    st.ip_addresses(network="2001:db8::/32"),
    st.ip_addresses(network="10.0.0.0/8").map(lambda address: f"::ffff:{address}"),
).map(str)
hops = st.lists(strangers | proxies | st.text(), max_size=4)


def is_no_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip())
    except ValueError:
        return "," not in text
    return False


def as_ipv4(address: str) -> str:
    """An address as it is recorded: of IPv4, where it came inside one of IPv6 (RFC 4291 §2.5.5.2)."""
    return str(unmapped(ipaddress.ip_address(address)))


@given(strangers, hops)
def test_a_peer_that_is_no_proxy_is_never_believed(peer: str, claimed: list[str]) -> None:
    assert client_address(peer, claimed, TRUSTED) == as_ipv4(peer)


@given(strangers | proxies | st.none(), hops)
def test_without_proxies_nobody_is_believed(peer: str | None, claimed: list[str]) -> None:
    assert client_address(peer, claimed, None) == (peer and as_ipv4(peer))


@given(hops)
def test_an_unknown_peer_is_not_believed_either(claimed: list[str]) -> None:
    assert client_address(None, claimed, TRUSTED) is None


@given(hops, strangers, st.lists(proxies), proxies)
def test_the_client_is_who_reached_the_first_of_our_proxies(
    claimed: list[str], client: str, between: list[str], peer: str
) -> None:
    """Whatever the client claims stands before what the first proxy wrote."""
    chain = [*claimed, client, *between]
    assert client_address(peer, chain, TRUSTED) == as_ipv4(client)
    assert client_address(peer, [" ,\t".join(chain)], TRUSTED) == as_ipv4(client)


@given(hops, st.text().filter(is_no_address), proxies)
def test_a_proxy_that_names_no_address_leaves_the_client_unknown(
    claimed: list[str], garbage: str, peer: str
) -> None:
    assert client_address(peer, [*claimed, garbage], TRUSTED) is None


@pytest.mark.parametrize(
    "hop",
    [
        "",
        "unknown",
        "_hidden",
        "203.0.113.7:443",
        "[2001:db8::7]",
        "203.0.113",
        "203.0.113.0/24",
        "fe80::1%x",
    ],
)
def test_only_an_address_is_one(hop: str) -> None:
    assert client_address(PROXY, [hop], TRUSTED) is None


@given(st.lists(proxies), proxies)
def test_where_everybody_is_a_proxy_the_farthest_is_the_client(chain: list[str], peer: str) -> None:
    assert client_address(peer, chain, TRUSTED) == as_ipv4([*chain, peer][0])


@pytest.mark.parametrize(
    ("peer", "claimed", "status"),
    [
        (OFFICE, [], 200),
        (OFFICE, [ELSEWHERE], 200),
        (ELSEWHERE, [OFFICE], 403),
        (PROXY, [OFFICE], 200),
        (f"::ffff:{PROXY}", [OFFICE], 200),
        (PROXY, [f"{OFFICE}, {INNER_PROXY}"], 200),
        (PROXY, [OFFICE, INNER_PROXY], 200),
        (PROXY, [f"{OFFICE}, {ELSEWHERE}"], 403),
        (PROXY, [OFFICE, ELSEWHERE], 403),
        (PROXY, [f"{OFFICE}:1234"], 403),
        (PROXY, [], 403),
        (None, [OFFICE], 403),
    ],
)
def test_an_allow_list_asks_for_the_client_behind_the_proxies(
    peer: str | None, claimed: list[str], status: int
) -> None:
    client = Client(open_scene(trusted_proxies=["10.0.0.0/8", INNER_PROXY]))
    headers = [("x-forwarded-for", value) for value in claimed]
    assert client.get("/v1/tasks", key="office", address=peer, headers=headers).status == status


@pytest.mark.parametrize("name", ["forwarded", "x-real-ip", "x-client-ip", "true-client-ip"])
def test_no_other_header_says_where_a_request_comes_from(name: str) -> None:
    client = Client(open_scene(trusted_proxies=[PROXY]))
    headers = [(name, OFFICE if name != "forwarded" else f"for={OFFICE}")]
    assert client.get("/v1/tasks", key="office", address=PROXY, headers=headers).status == 403


def test_usage_names_the_client_and_not_the_proxy() -> None:
    client = Client(open_scene(trusted_proxies=[PROXY]))
    client.get("/v1/tasks", key="member", address=PROXY, headers=[("x-forwarded-for", OFFICE)])
    client.get("/v1/tasks", key="member", address=PROXY, headers=[("x-forwarded-for", "unknown")])
    records = client.get("/v1/api-keys/key_000009/usage").json["data"]
    assert [record["ip"] for record in records] == [None, OFFICE]


def test_a_proxy_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="proxy"):
        open_scene(trusted_proxies=["proxy.example"])
