"""Holds for every test: no run says a full key or a password, and each says at its end what it measured."""

from __future__ import annotations

import pytest

from tests import figures
from tests.secret_watch import SecretWatch


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SecretWatch(config), "secret-watch")
    config.pluginmanager.register(figures, "figures")
