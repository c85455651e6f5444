"""How an exchange is told in a failure: what was sent, and what came back."""

from snippets.model import Exchange

__all__ = ["met_rows", "sent_line"]

_MOST = 160
"""Characters of a body that are told."""


def met_rows(exchange: Exchange) -> tuple[tuple[str, str], ...]:
    """The rows `sent` and `got`."""
    body = exchange.answer.body.decode("utf-8", "replace").strip()
    shown = body if len(body) <= _MOST else body[: _MOST - 1] + "…"
    return ("sent", sent_line(exchange)), ("got", f"{exchange.answer.status} {shown}".rstrip())


def sent_line(exchange: Exchange) -> str:
    """Method, target and the header that most refusals are about."""
    authorization = exchange.request.header("authorization")
    header = "no Authorization header" if authorization is None else f"Authorization: {authorization}"
    return f"{exchange.request.method} {exchange.request.target}   {header}"
