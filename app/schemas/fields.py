"""The kinds of field that schemas are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError, fields, validate

UNKEEPABLE: Final = re.compile("[\\x00\\ud800-\\udfff]")
"""NUL and lone surrogates: databases and browsers choke on them."""

LAST_YEAR: Final = 9999

MANY: Final = 50
"""Fields that anything may have. A hundred thousand of which each is named as unknown would hold up everybody."""


class In(Schema):
    """What comes in. An unknown field is a mistake, so that nobody sets what they may not by guessing its name."""

    class Meta:
        unknown = RAISE
        ordered = True

    def load(self, data: Any, **how: Any) -> Any:
        if isinstance(data, Mapping) and len(data) > MANY:
            raise ValidationError("There are too many fields.")
        return super().load(data, **how)


class Several(fields.List):
    """At most `most` of something, counted before each of them is looked at."""

    def __init__(self, inner: fields.Field, most: int, **options: Any) -> None:
        super().__init__(inner, validate=validate.Length(max=most), **options)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            raise ValidationError("There are too many of these.")
        return super()._deserialize(value, attr, data, **kwargs)


class Pattern(validate.Regexp):
    """A pattern for the whole of a text. Python's own `$` would let a line break follow."""

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


class Text(fields.String):
    """Words, which may have lines."""

    def __init__(self, least: int = 0, most: int = 4000, **options: Any) -> None:
        checks = options.pop("validate", [])
        length = validate.Length(most_checked(least), most, error=length_words(least))
        super().__init__(validate=[length, *checks], **options)
        self.least = least

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if UNKEEPABLE.search(text):
            raise ValidationError("This has characters that cannot be kept.")
        if self.least and not text.strip():
            raise ValidationError("Please write something.")
        return text


class Line(Text):
    """Words on one line, without spaces around them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return " ".join(super()._deserialize(value, attr, data, **kwargs).split())


class Moment(fields.AwareDateTime):
    """A moment, as RFC 3339 in UTC with Z."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", default_timezone=UTC, **options)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else z(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        found = super()._deserialize(value, attr, data, **kwargs)
        if not 1 < found.year < LAST_YEAR:  # it has to be a moment in every zone of the world
            raise self.make_error("invalid", input=value, obj_type="datetime")
        return found.astimezone(UTC)


class Number(fields.Integer):
    """A whole number that fits into the database. A string or a fraction is no number."""

    def __init__(self, least: int = 0, most: int = 2**53, **options: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """True or false, and nothing that looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def says(words: str) -> dict[str, str]:
    """What the OpenAPI document says about a field, as its `metadata`."""
    return {"description": words}


def length_words(least: int) -> str:
    return "Please use {min} to {max} characters." if least > 1 else "Please use at most {max} characters."


def most_checked(least: int) -> int | None:
    return least or None


def z(when: datetime) -> str:
    """A moment in text, as in 2026-11-23T09:41:00.123456Z."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
