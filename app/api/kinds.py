"""A JSON schema in words: what kind of value it takes, and within which bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask_babel import format_decimal, gettext

Json = dict[str, Any]


def plain(schema: Json) -> str:
    kinds = {
        "string": gettext("text"),
        "uuid": gettext("id"),
        "date-time": gettext("moment"),
        "date": gettext("day"),
        "email": gettext("e-mail address"),
        "integer": gettext("whole number"),
        "number": gettext("number"),
        "boolean": gettext("true or false"),
        "object": gettext("object"),
    }
    said = schema.get("type", "object")
    names = [said] if isinstance(said, str) else said
    kind = kinds[schema.get("format", names[0])]
    return gettext("%(kind)s or null", kind=kind) if "null" in names else kind


def bounds(schema: Json) -> Iterator[str]:
    if "enum" in schema:
        yield gettext("one of %(values)s", values=", ".join(str(one) for one in schema["enum"] if one is not None))
    for least, most, what in (
        ("minLength", "maxLength", gettext("characters")),
        ("minItems", "maxItems", gettext("items")),
        ("minimum", "maximum", ""),
    ):
        if most in schema or least in schema:
            yield _between(schema.get(least), schema.get(most), what)
    if "pattern" in schema:
        yield gettext("like %(pattern)s", pattern=schema["pattern"])
    if "default" in schema:
        yield gettext("%(value)s where it is left out", value=json.dumps(schema["default"]))


def _between(least: int | None, most: int | None, what: str) -> str:
    low, high = (format_decimal(one) if one is not None else "" for one in (least, most))
    if not high:
        return gettext("at least %(low)s %(what)s", low=low, what=what).strip()
    if not low:
        return gettext("at most %(high)s %(what)s", high=high, what=what).strip()
    return gettext("%(low)s to %(high)s %(what)s", low=low, high=high, what=what).strip()
