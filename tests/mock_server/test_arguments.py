"""What a handler is called with."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from fastapi import Path, Query, Request, Security
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from mock_server.arguments import Arguments
from mock_server.auth import Principal
from mock_server.scoped_route import api_key


class Filter(BaseModel):
    limit: int = 10
    tags: list[str] = []
    assignee_id: str | None = Field(default=None, alias="assigneeId")


class New(BaseModel):
    title: str


Owner = Annotated[Principal, Security(api_key, scopes=["tasks:read"])]
TaskId = Annotated[str, Path(alias="taskId")]

PRINCIPAL = object()


def arguments(handler: Any, query: str = "", body: object = None, **path: str) -> dict[str, Any]:
    """What a handler would be called with, in the order of its signature's names."""

    class Sent(Request):
        async def json(self) -> object:
            return body

    scope = {"type": "http", "headers": [], "query_string": query.encode(), "path_params": path}
    reading = Arguments.of(handler).read(Sent({**scope, "state": {"principal": PRINCIPAL}}))
    with pytest.raises(StopIteration) as done:
        reading.send(None)
    value: dict[str, Any] = done.value.value
    return value


UNTITLED = New(title="untitled")


async def lists(request: Request, principal: Owner, query: Annotated[Filter, Query()]) -> None: ...
async def reads(task_id: TaskId, other: Annotated[str, Path()]) -> None: ...
async def creates(new: New) -> None: ...
async def may_create(new: New = UNTITLED) -> None: ...
async def creates_two(new: New, other: New) -> None: ...


def test_each_is_what_the_signature_declares() -> None:
    read = arguments(lists)
    assert isinstance(read.pop("request"), Request)
    assert read == {"principal": PRINCIPAL, "query": Filter()}


def test_a_list_takes_each_value_and_other_parameters_one_by_their_alias() -> None:
    read = arguments(lists, "tags=a&tags=b&assigneeId=usr_000001&limit=5")
    assert read["query"] == Filter(limit=5, tags=["a", "b"], assigneeId="usr_000001")


def test_a_part_of_the_path_is_found_by_its_alias_or_its_name() -> None:
    assert arguments(reads, taskId="task_000001", other="b") == {"task_id": "task_000001", "other": "b"}


def test_what_is_declared_to_be_nothing_else_is_the_body() -> None:
    assert arguments(creates, body=New(title="a")) == {"new": New(title="a")}


def test_a_missing_body_is_an_error_unless_there_is_a_default() -> None:
    with pytest.raises(RequestValidationError) as refused:
        arguments(creates)
    assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [("missing", ("body",))]
    assert arguments(may_create) == {"new": UNTITLED}


def test_what_is_wrong_with_the_query_is_located_there() -> None:
    with pytest.raises(RequestValidationError) as refused:
        arguments(lists, "limit=many")
    assert [error["loc"] for error in refused.value.errors()] == [("query", "limit")]


def test_a_signature_has_one_body() -> None:
    with pytest.raises(TypeError, match="other and new can't both be the body"):
        Arguments.of(creates_two)
