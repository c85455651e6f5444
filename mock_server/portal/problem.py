"""What a page answers with when it can't do what was asked: one row a status."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["Problem", "words_for"]

_WORDS: Mapping[int, tuple[str, str]] = {
    400: ("This form can't be read", "It has more fields than any form here. Go back and send it once more."),
    403: (
        "This form is out of date",
        "It was opened long ago, before you logged in or out, or on another site. Nothing was changed. Open "
        "the page again and send the form once more. If that doesn't help, allow cookies for this site.",
    ),
    404: ("Page not found", "There is no such page, or it shows a key that isn't yours to see."),
    405: ("That doesn't work here", "This page can't be used in this way. Open it from the menu."),
    413: ("That was too much", "The form holds more than 64 KiB of text. Shorten it and send it once more."),
    415: ("This form can't be read", "The portal reads forms as browsers send them, and nothing else."),
    500: (
        "Something went wrong on our side",
        "Nothing that you did caused this. Try once more; if it happens again, report the request id.",
    ),
}


def words_for(status: int) -> tuple[str, str]:
    """Title and text of the page for a status."""
    return _WORDS[status]


class Problem(Exception):
    """Ends a request with a page that says what is wrong and what to do."""

    def __init__(
        self,
        status: int,
        words: tuple[str, str] | None = None,
        *,
        back: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """``words`` are title and text where the status alone doesn't say it; ``back`` is where to go on: an
        own path, and what the link says.
        """
        super().__init__(status)
        self.status = status
        self.words = words or words_for(status)
        self.back = back or ("/settings/developer", "Developer Settings")
        self.headers = headers
