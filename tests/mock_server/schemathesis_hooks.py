"""What schemathesis has to know of a world that no document says; it loads this from ``SCHEMATHESIS_HOOKS``.

It makes the requests those of a sensible client. Two answers are accepted that a check takes for faults: a
key that was revoked can still be read, and an id that was put in here is not found.
"""

from __future__ import annotations

import os
from typing import Any

import requests
import schemathesis
from schemathesis.openapi.checks import EnsureResourceAvailability, UseAfterFree

OWN = {"userId": "usr_000001", "keyId": "key_000001"}
"""The user and the key that schemathesis is in this world."""

ABSENT = {"userId": "usr_000000", "keyId": "key_000000"}


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    _keep_the_branch_that_it_sits_on(case)
    _name_the_version_that_there_is(case, kwargs)


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: Any) -> None:
    # A request that is refused for its number has tested nothing, and any check would take it for good.
    assert response.status_code != 429, "schemathesis is faster than its account's plan allows"


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext, failure: Any, case: schemathesis.Case, response: Any
) -> bool:
    """Drop two failures. To schemathesis, what was deleted is gone, and what was created is there.

    A key that was deleted is revoked, and stays as that: what it was used for is asked when it has leaked. So
    it is no fault that it can be read, but would be one if it read as anything but revoked.

    An id that was put in here is not that of what was created; it is rightly answered 404.
    """
    if isinstance(failure, EnsureResourceAvailability):
        return not any(case.path_parameters.get(name) == absent for name, absent in ABSENT.items())
    if not isinstance(failure, UseAfterFree) or not case.operation.path.startswith("/v1/api-keys/{keyId}"):
        return True
    return case.operation.path == "/v1/api-keys/{keyId}" and response.json()["status"] != "revoked"


def _keep_the_branch_that_it_sits_on(case: schemathesis.Case) -> None:
    """Change neither its own user nor its own key: all that follows would be refused, and pass."""
    if case.method not in ("GET", "HEAD"):
        for name, own in OWN.items():
            if case.path_parameters.get(name) == own:
                case.path_parameters[name] = ABSENT[name]


def _name_the_version_that_there_is(case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Make a condition of a valid request one that holds: the tag of the version that a client has just read.

    The schema of ``If-Match`` can only say what a tag looks like. One that is made up names no version, is
    rightly answered 412, and says nothing of what a request with a condition does when it goes on.
    """
    if case.meta is None or case.meta.generation.mode.is_negative or "If-Match" not in case.headers:
        return
    current = requests.get(
        case.operation.schema.get_base_url() + case.formatted_path,
        headers={"Authorization": f"Bearer {os.environ['TASKS_API_KEY']}"},
        verify=kwargs.get("verify", True),
        timeout=10,
    )
    if "ETag" in current.headers:
        case.headers["If-Match"] = current.headers["ETag"]
