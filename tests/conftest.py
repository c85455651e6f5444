"""Holds for every test: nothing that a run says shows a full key or a password."""

from __future__ import annotations

import pytest

from tests.secret_watch import SecretWatch


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SecretWatch(config), "secret-watch")
