"""Whole numbers in a body: ``24.0`` is one as well, as JSON Schema has it; ``"24"`` and ``true`` are none."""

from __future__ import annotations

from pydantic import BeforeValidator

__all__ = ["POINT_ALLOWED"]


def _without_point(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


POINT_ALLOWED = BeforeValidator(_without_point)
"""Goes last on a ``StrictInt``, after its limits: else the OpenAPI document does not have them.

JSON has only numbers, and a program that has no integers may write each with a point (RFC 8259 §6).
"""
