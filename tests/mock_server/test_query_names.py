"""Query parameters that an operation doesn't take."""

from __future__ import annotations

import pytest

from tests.mock_server.driver import Client

IN_A_URL = "is not taken from a URL, where logs would keep it; the Authorization header is enough"


@pytest.mark.parametrize(
    ("method", "target"), [("GET", "/v1/tasks"), ("POST", "/v1/tasks"), ("GET", "/v1/tasks/task_000001")]
)
def test_every_operation_refuses_a_key_in_the_query_beside_a_good_header(
    client: Client, method: str, target: str
) -> None:
    answer = client.request(method, f"{target}?api_key=x")
    assert (answer.status, answer.code, answer.details) == (400, "invalid_request", {"api_key": IN_A_URL})


def test_an_operation_without_parameters_takes_none(client: Client) -> None:
    answer = client.get("/v1/tasks/task_000001?limit=1")
    assert answer.details == {"limit": "is not a known parameter"}


def test_nothing_after_the_question_mark_is_no_parameter(client: Client) -> None:
    assert client.get("/v1/tasks/task_000001?").status == 200
