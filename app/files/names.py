"""What people call their files: shown to others, so it is cleaned; never a path of ours."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.files.kinds import ENDINGS

LONGEST: Final = 120
"""Characters, as the table has it."""

RESERVED: Final = re.compile(r"(con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
"""Names that mean a device on Windows."""

INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Line breaks, what turns the direction of reading, lone surrogates, and what no font has."""


def cleaned(said: str | None, type_: str) -> str:
    """A name that can be shown and kept anywhere, with the ending of what the file is."""
    base = re.split(r"[/\\]", said or "")[-1]
    shown = "".join(" " if one in '<>:"|?*' else one for one in unicodedata.normalize("NFC", base) if _visible(one))
    name = " ".join(shown.split()).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    stem, ending = _parted(name, type_)
    return f"{stem[: LONGEST - len(ending)].rstrip('. ') or 'file'}{ending}"


def _parted(name: str, type_: str) -> tuple[str, str]:
    for ending in ENDINGS[type_]:
        if name.lower().endswith(ending):
            return name[: -len(ending)], ending
    return name, ENDINGS[type_][0]


def _visible(one: str) -> bool:
    return unicodedata.category(one) not in INVISIBLE
