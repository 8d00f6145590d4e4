"""The long stretches of a text that did not change, folded where its words and lines end."""

from __future__ import annotations

from typing import Final

LONG: Final = 700
"""Characters of a stretch from which on it is folded."""

SHOWN: Final = 160
"""Characters at both its ends that stay to show where a change is, about."""


def folded(text: str) -> tuple[str, str, str]:
    """What stays, what is folded (nothing, where it is short) and what stays after it: together the whole text."""
    if len(text) <= LONG:
        return text, "", ""
    start, end = _gap(text[:SHOWN]), len(text) - _gap(text[: -SHOWN - 1 : -1])
    return text[:start], text[start:end], text[end:]


def _gap(shown: str) -> int:
    """As far as whole lines go, else whole words, else all of it."""
    for gap in ("\n", " "):
        if (at := shown.rfind(gap)) > SHOWN // 4:
            return at
    return len(shown)
