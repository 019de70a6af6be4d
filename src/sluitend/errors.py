"""Errors that are somebody's to mend, apart from bugs.

An error carries a code and data, never a sentence: the sentence, in the reader's language, is added at the edge
(``sluitend.web.wording``). Data may be shown to the user who caused the error; it is never logged.
"""

from __future__ import annotations


class SluitendError(Exception):
    """What a user, not a programmer, can do something about."""

    def __init__(self, code: str, *, where: str | None = None, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.data = data


class InputError(SluitendError):
    """Input that cannot be taken as it is: what, where (file, row, field), and how to mend it."""


class NotAllowed(SluitendError):  # noqa: N818 - reads as the outcome
    """The user has a role here, but not one that may do this."""

    def __init__(self, action: str) -> None:
        super().__init__("people.not_allowed", action=action)


class NotFound(SluitendError):  # noqa: N818
    """It does not exist, or the user may not know that it does."""

    def __init__(self, what: str) -> None:
        super().__init__("people.not_found", what=what)
