"""How a password is kept."""

from __future__ import annotations

import hashlib

from mock_server.portal.passwords import COST, PasswordRecord, Passwords
from tests.mock_server.portal.browser import MARKER

PASSWORD = MARKER + "battery"


def test_guessing_is_slow_by_default() -> None:
    # The parameters that RFC 7914 §2 calls N, r and p.
    record = Passwords().record(PASSWORD)

    assert COST == 2**14
    assert record.digest == hashlib.scrypt(PASSWORD.encode(), salt=record.salt, n=2**14, r=8, p=1, dklen=32)


def test_one_password_kept_twice_looks_like_two() -> None:
    passwords = Passwords(cost=2)
    one, other = passwords.record(PASSWORD), passwords.record(PASSWORD)

    assert one.salt != other.salt
    assert one.digest != other.digest
    assert passwords.match(PASSWORD, one)
    assert passwords.match(PASSWORD, other)
    assert not passwords.match(PASSWORD + " ", one)


def test_an_unknown_address_costs_as_much_as_a_wrong_password(monkeypatch: object) -> None:
    calls: list[str] = []

    class Counting(Passwords):
        def _digest(self, password: str, salt: bytes) -> bytes:
            calls.append(password)
            return super()._digest(password, salt)

    passwords = Counting(cost=2)
    assert not passwords.match(PASSWORD, None)
    assert calls == [PASSWORD]


def test_nobodys_password_cannot_be_right() -> None:
    passwords = Passwords(cost=2)
    passwords._nobodys = passwords.record(PASSWORD)

    assert not passwords.match(PASSWORD, None)


def test_a_record_shows_nothing() -> None:
    assert repr(PasswordRecord(b"salt", b"digest")) == "PasswordRecord()"
