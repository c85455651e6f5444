"""The life of a task: which status may follow which."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import ApiError
from .task import Status

__all__ = ["ALLOWED_TRANSITIONS", "check_status_change"]

ALLOWED_TRANSITIONS: Mapping[Status, tuple[Status, ...]] = {
    Status.TODO: (Status.IN_PROGRESS, Status.CANCELED),
    Status.IN_PROGRESS: (Status.REVIEW, Status.CANCELED),
    Status.REVIEW: (Status.DONE, Status.IN_PROGRESS, Status.CANCELED),
    Status.DONE: (Status.CANCELED,),
    Status.CANCELED: (),
}


def check_status_change(current: Status, requested: Status) -> None:
    """Check that a task may go from one status to another. To stay in one is no change.

    Raises:
        ApiError: 422, naming the statuses that may follow.
    """
    allowed = ALLOWED_TRANSITIONS[current]
    if requested not in (current, *allowed):
        raise ApiError(
            "validation_error",
            {"currentStatus": current, "requestedStatus": requested, "allowedTransitions": allowed},
        )
