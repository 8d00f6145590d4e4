"""The lists that are shipped with the product, and what a list has to be that operators write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from networks.errors import Invalid
from networks.safety.contacts import Content, read_contacts
from networks.safety.phrases import MOST, PhraseList, compiled

FOLDER: Final = Path(__file__).parent / "data"
CONTACTS: Final = "contacts"
PHRASES: Final = re.compile(r"phrases-([a-z]{2,3})")


@cache
def shipped() -> Mapping[str, Content]:
    """Every list as the product brings it, by name."""
    files = [file for file in sorted(FOLDER.glob("*.toml")) if file.stem == CONTACTS or PHRASES.fullmatch(file.stem)]
    return {file.stem: read(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files}


def is_name(name: str) -> bool:
    return name == CONTACTS or PHRASES.fullmatch(name) is not None


def read(name: str, said: Content) -> Content:
    """A list's content in its one form. Raises Invalid, telling what is wrong and where."""
    return read_contacts(said) if name == CONTACTS else _phrases(said)


def phrase_list(content: Content) -> PhraseList:
    return PhraseList(*(tuple(content[kind]) for kind in PhraseList._fields))


def _phrases(said: Content) -> Content:
    content = {}
    for kind in PhraseList._fields:
        phrases = said.get(kind, [])
        if not isinstance(phrases, list) or len(phrases) > MOST or not all(isinstance(one, str) for one in phrases):
            raise Invalid(fields={kind: "Please write one phrase on each line, a thousand at most."})
        content[kind] = list(dict.fromkeys(" ".join(one.split()) for one in phrases if one.strip()))
        for number, phrase in enumerate(content[kind], 1):
            _must_compile(kind, number, phrase)
    if not any(content[kind] for kind in PhraseList._fields[:-1]):
        raise Invalid(fields={"red": "A list without a phrase would find nobody."})
    return content


def _must_compile(kind: str, number: int, phrase: str) -> None:
    try:
        compiled(phrase)
    except Invalid as fault:
        raise Invalid(fields={kind: f"Phrase {number}, “{phrase[:60]}”: {fault.fields['phrases']}"}) from fault
