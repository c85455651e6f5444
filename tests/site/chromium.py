"""The system's Chromium, which talks to nobody by itself."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

__all__ = ["FLAGS", "chromium", "executable"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """Chromium's path. Without one the test is skipped; CI fails instead."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium is installed, and CI does not go on without")
        pytest.skip("no Chromium is installed")
    return found


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A running browser."""
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, *flags])
        yield browser
        browser.close()
