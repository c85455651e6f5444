"""Which status may follow which."""

from __future__ import annotations

import pytest

from mock_server.errors import ApiError
from mock_server.status_change import ALLOWED_TRANSITIONS, check_status_change
from mock_server.task import Status

LIFE = {
    "TODO": "IN_PROGRESS CANCELED",
    "IN_PROGRESS": "REVIEW CANCELED",
    "REVIEW": "DONE IN_PROGRESS CANCELED",
    "DONE": "CANCELED",
    "CANCELED": "",
}


def test_every_status_has_its_followers() -> None:
    assert {status: " ".join(allowed) for status, allowed in ALLOWED_TRANSITIONS.items()} == LIFE


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("requested", Status)
def test_a_status_can_only_stay_or_become_one_that_may_follow(current: Status, requested: Status) -> None:
    if requested == current or requested in LIFE[current].split():
        check_status_change(current, requested)
    else:
        with pytest.raises(ApiError) as caught:
            check_status_change(current, requested)
        assert caught.value.status_code == 422
        assert caught.value.details == {
            "currentStatus": current,
            "requestedStatus": requested,
            "allowedTransitions": tuple(LIFE[current].split()),
        }
