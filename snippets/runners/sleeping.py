"""Virtual time in Python: `time.sleep` and asyncio's timers move the world's clock, and wait for nothing.

asyncio is a discrete-event simulation: when nothing else is under way, the loop goes on to the timer that is
due first. So tasks that sleep side by side take as long as the longest of them, and what a thread does for
the loop comes before a timer. Threads that sleep side by side take as long as all of them together.
"""

import asyncio
import math
import selectors
import threading
import time
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Callable
from concurrent.futures import thread as pool
from typing import Any, cast

from urllib3.util import Retry

from snippets.worlds.virtual_time import SHORTEST

__all__ = ["sleep_virtually"]


def sleep_virtually(advance: Callable[[float], None]) -> None:
    """From now on, in this process, a long sleep calls `advance` with the seconds; `time`'s clocks follow."""
    virtual = _Time(advance)
    really = time.sleep

    def sleep(seconds: object, /) -> None:
        if isinstance(seconds, int | float) and SHORTEST <= seconds < math.inf:
            virtual.move(seconds)
            really(0)  # other threads get their turn
        else:
            really(cast(float, seconds))  # it also says what is wrong with an argument

    patched = cast(Any, time)
    patched.sleep = sleep
    for name in ("time", "monotonic", "perf_counter"):
        setattr(patched, name, virtual.moved(getattr(time, name)))
        setattr(patched, f"{name}_ns", virtual.moved_ns(getattr(time, f"{name}_ns")))
    _patch_asyncio(virtual)
    _patch_retries()


class _Time:
    """What has passed by sleeping, beside the time that really passes."""

    def __init__(self, advance: Callable[[float], None]) -> None:
        self._advance = advance
        self._moving = threading.Lock()
        self._nanoseconds = 0
        self.loop = time.monotonic()
        """asyncio's clock: no time passes in it but what is slept, so that the sum of two sleeps is exact."""

    def move(self, seconds: float) -> None:
        with self._moving:
            self._advance(round(seconds, 6))  # a difference of two clocks has no more digits to trust
            self._nanoseconds += round(seconds * 1e9)
            self.loop += seconds

    def moved(self, clock: Callable[[], float]) -> Callable[[], float]:
        return lambda: clock() + self._nanoseconds / 1e9

    def moved_ns(self, clock: Callable[[], int]) -> Callable[[], int]:
        return lambda: clock() + self._nanoseconds


def _patch_asyncio(virtual: _Time) -> None:
    working: set[asyncio.Future[Any]] = set()
    """What threads still do for a loop; a future leaves it in the loop, once that has its result."""

    class Selector(selectors.DefaultSelector):
        def select(self, timeout: float | None = None) -> Any:
            if not timeout:
                return super().select(timeout)
            waiting = working or len(self.get_map()) > 1 or _others_run()  # the loop has one file of its own
            ready = super().select(timeout if waiting else 0)
            if not ready:
                virtual.move(timeout)
            return ready

    begin = BaseSelectorEventLoop.__init__
    execute = asyncio.BaseEventLoop.run_in_executor

    def begin_with(loop: BaseSelectorEventLoop, selector: selectors.BaseSelector | None = None) -> None:
        begin(loop, selector or Selector())

    def execute_noted(loop: asyncio.BaseEventLoop, *args: Any) -> Any:
        future = execute(loop, *args)
        working.add(future)
        future.add_done_callback(working.discard)
        return future

    cast(Any, BaseSelectorEventLoop).__init__ = begin_with
    base = cast(Any, asyncio.BaseEventLoop)
    base.run_in_executor = execute_noted
    base.time = lambda _loop: virtual.loop


def _others_run() -> bool:
    """Whether there are other threads than those of pools, which only wait for work."""
    workers = cast(Any, pool)._threads_queues
    me = threading.current_thread()
    return any(each is not me and each not in workers for each in threading.enumerate())


def _patch_retries() -> None:
    """Lets a `Retry` sleep: `responses` carries the next attempt, and leaves the wait before it out."""
    increment = Retry.increment

    def slept(retry: Retry, **attempt: Any) -> Retry:
        following = increment(retry, **attempt)
        following.sleep(attempt["response"])
        return following

    cast(Any, Retry).increment = slept
