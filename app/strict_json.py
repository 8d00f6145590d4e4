"""JSON as the standard has it: no NaN, no Infinity, no numbers that overflow, no depth that breaks the parser."""

from __future__ import annotations

import json
from typing import Any

from flask.json.provider import DefaultJSONProvider


def loads(text: str | bytes) -> Any:
    """Parse JSON. Raises ValueError for everything that is not JSON, however deep or long."""
    try:
        return _decoder.decode(text if isinstance(text, str) else text.decode())
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dumps(value: Any, **_: Any) -> str:
    """Raises ValueError for what JSON cannot say. Takes the options that libraries hand over, and does without them."""
    return _encoder.encode(value)


class StrictJson(DefaultJSONProvider):
    """Flask's JSON, strict both ways, its keys in the order in which the schemas name them."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return loads(s)

    def dumps(self, obj: Any, **options: Any) -> str:
        options.setdefault("allow_nan", False)
        return super().dumps(obj, **options)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


_decoder = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
_encoder = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))
"""Made once: `json.loads` and `json.dumps` make one for each call that is not plain."""
