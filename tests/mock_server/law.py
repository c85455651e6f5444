"""How hard the laws of the server are tried: a little in every run, the same each time; with ``FULL=1``, much
more, and anew each time.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

__all__ = ["tried"]

FULL = os.environ.get("FULL") == "1"


def tried(times: int, steps: int = 50) -> settings:
    """Try a law this many times, or 30 times as often in a full run.

    Args:
        steps: how many a history has at most, where the law is a state machine.
    """
    return settings(
        # Not the last one, which explains a failure: it takes a minute, and the history says it all.
        phases=[phase for phase in Phase if phase is not Phase.explain],
        max_examples=times * 30 if FULL else times,
        stateful_step_count=steps,
        derandomize=not FULL,
        deadline=None,
    )
