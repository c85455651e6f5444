"""What the reader's key was used for before the world began, where a scenario has it used."""

from __future__ import annotations

from datetime import timedelta

from .store import Store

__all__ = ["add_usage"]

_DAY = timedelta(days=1)

_HABIT = [
    (timedelta(hours=9), "GET", "/v1/tasks", 200, "198.51.100.7"),
    (timedelta(hours=9, minutes=5), "POST", "/v1/tasks", 201, "198.51.100.7"),
    (timedelta(hours=13), "GET", "/v1/tasks", 200, "198.51.100.7"),
]
_INCIDENT = [
    (timedelta(hours=3, minutes=12), "GET", "/v1/users", 200, "203.0.113.99"),
    (timedelta(hours=3, minutes=13), "DELETE", "/v1/users/usr_000001", 409, "203.0.113.99"),
]


def add_usage(store: Store) -> None:
    """Let the reader's key have been used on the three days before: as always, and once by somebody else."""
    account = store.accounts["acme"]
    usage = account.usage[next(key.id for key in account.keys.values() if key.name == "reader")]
    midnight = store.clock.now().replace(hour=0, minute=0, second=0)
    for days_ago, requests in ((3, _HABIT), (2, _HABIT), (1, [*_INCIDENT, *_HABIT])):
        for time, method, path, status, ip in requests:
            usage.add(
                timestamp=midnight - days_ago * _DAY + time,
                method=method,
                path=path,
                status=status,
                ip=ip,
                user_agent="task-sync/2.1" if ip.startswith("198") else "curl/8.7.1",
                request_id=store.next_id("req"),
            )
