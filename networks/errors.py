"""Refusals: the ways in which a use case says no, in words for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """Something was asked that cannot be done. `message` is a gettext key; `values` fill its placeholders."""

    code: ClassVar[str] = "invalid"

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Invalid(Refusal):
    """The request itself is wrong. `fields` maps a field's name to what is wrong with it."""

    def __init__(
        self, message: str = "Please check what you wrote.", *, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Unauthenticated(Refusal):
    code = "unauthenticated"

    def __init__(self, message: str = "Please sign in first.") -> None:
        super().__init__(message)


class NotAllowed(Refusal):
    """A member asked for something that their role or a sanction rules out."""

    code = "not_allowed"


class NotFound(Refusal):
    """It does not exist, or the asker may not know that it does. Never say which: hence no argument."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is nothing here that we can show you.")


class Conflict(Refusal):
    """Somebody was faster, or the same key stands for something else."""

    code = "conflict"


class TooMany(Refusal):
    """Too often in too short a time. `retry_after` is in whole seconds."""

    code = "too_many"

    def __init__(self, retry_after: int) -> None:
        super().__init__("That was a lot at once. Please try again in %(seconds)s seconds.", seconds=retry_after)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """The database cannot answer or write now. Nothing was stored."""

    code = "unavailable"

    def __init__(self, retry_after: int = 5) -> None:
        super().__init__("We could not save this just now. Please try again in a moment.")
        self.retry_after = retry_after
