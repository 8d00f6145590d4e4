"""What thousands hold alike is kept once: an id takes a hundred bytes, a short word from the database fifty."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, TypeVar

Value = TypeVar("Value")

MOST: Final = 4096


def once(value: Value) -> Value:
    """The first of those that are equal to this one and were asked for lately. It must not change."""
    kept: Value = _kept(value)
    return kept


@lru_cache(maxsize=MOST, typed=True)
def _kept(value: Any) -> Any:
    return value
