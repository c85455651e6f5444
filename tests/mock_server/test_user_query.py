"""The filters and the order of ``GET /users``."""

from __future__ import annotations

import pytest

from tests.mock_server.driver import Client

ADA, GRACE, LINUS = "usr_000001", "usr_000002", "usr_000003"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [ADA, GRACE, LINUS]),
        ("email=ada@example.com", [ADA]),
        ("email=ADA@example.com", [ADA]),
        ("email=ada", []),
        ("name=a", [ADA, GRACE]),
        ("name=BERG", [LINUS]),
        ("role=member", [LINUS]),
        ("role=admin,member", [ADA, LINUS]),
        ("role=manager&role=admin", [ADA, GRACE]),
        ("role=admin&name=linus", []),
        ("sort=-createdAt", [LINUS, GRACE, ADA]),
        ("sort=role", [LINUS, GRACE, ADA]),
        ("sort=-name", [LINUS, GRACE, ADA]),
        ("sort=-email", [LINUS, GRACE, ADA]),
        ("sort=updatedAt,-role", [ADA, GRACE, LINUS]),
        ("limit=1&offset=1", [GRACE]),
    ],
)
def test_a_query_finds(client: Client, query: str, found: list[str]) -> None:
    answer = client.get(f"/v1/users?{query}")
    assert [user["id"] for user in answer.json["data"]] == found


@pytest.mark.parametrize(
    ("query", "details"),
    [
        ("role=owner", {"role[0]": "must be one of 'member', 'manager' or 'admin'"}),
        ("name=", {"name": "must be 1 or more characters long"}),
        ("email=a&email=b", {"email": "may be given only once"}),
        ("status=TODO", {"status": "is not a known parameter"}),
        (
            "sort=title",
            {
                "sort": "must list some of createdAt, updatedAt, name, email, role, "
                "each with or without a leading -"
            },
        ),
    ],
)
def test_a_bad_parameter_is_told_why(client: Client, query: str, details: dict[str, str]) -> None:
    answer = client.get(f"/v1/users?{query}")
    assert (answer.status, answer.code, answer.details) == (400, "invalid_request", details)


def test_pages_link_to_their_neighbours(client: Client) -> None:
    link = str(client.get("/v1/users?limit=1&offset=1")["link"])
    assert '/v1/users?limit=1&offset=2>; rel="next"' in link
