"""Whom members can talk to, as it is written down by hand: TOML, one block for each line that helps."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from networks.errors import Invalid

Content = Mapping[str, Any]
"""What is in a list."""

COUNTRY: Final = re.compile(r"[A-Z]{2}|\*")
EVERYWHERE: Final = "*"
NUMBER: Final = re.compile(r"\+?[0-9][0-9 -]{1,24}")
LINES: Final = 500
LINE: Final = frozenset("countries name phone text say hours languages url source checked".split())


class Contact(NamedTuple):
    """Somebody to talk to. `say` is the word with which a text begins."""

    countries: tuple[str, ...]
    name: str
    phone: str
    text: str
    say: str
    hours: str
    languages: tuple[str, ...]
    url: str
    source: str
    checked: str


def read_text(text: str) -> Content:
    """TOML, as contacts are written by hand. Raises Invalid with the line."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Invalid(fields={"content": f"This is not written as it must be: {fault}."}) from fault


def write_text(content: Content) -> str:
    """Contacts as they are written by hand."""
    lines = [f"country = {_quoted(content['country'])}", "", "[communities]"]
    lines += [f"{_quoted(slug)} = {_quoted(country)}" for slug, country in content["communities"].items()]
    for one in content["contact"]:
        lines += ["", "[[contact]]", *(f"{name} = {_quoted(value)}" for name, value in one.items() if value)]
    return "\n".join(lines)


def contacts(content: Content) -> list[Contact]:
    return [Contact(**{name: _row(one[name]) for name in Contact._fields}) for one in content["contact"]]


def _row(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def read_contacts(said: Content) -> Content:
    """Contacts in their one form. Raises Invalid, telling what is wrong and where."""
    places = said.get("communities", {})
    lines = said.get("contact", [])
    country = said.get("country", "")
    if not isinstance(places, dict) or not isinstance(lines, list) or not 0 < len(lines) <= LINES:
        raise _wrong("There have to be contacts, up to five hundred, each below [[contact]].")
    for one in (country, *places.values()):
        if one != "" and not (isinstance(one, str) and COUNTRY.fullmatch(one)):
            raise _wrong("A country is written with two capital letters, such as GB.")
    found = [_contact(number, one) for number, one in enumerate(lines, 1)]
    if not any(EVERYWHERE in one["countries"] for one in found):
        raise _wrong('One contact has to be for everybody: countries = ["*"].')
    return {"country": country, "communities": dict(places), "contact": found}


def _contact(number: int, said: Any) -> dict[str, Any]:
    if not isinstance(said, dict) or not said.keys() <= LINE:
        raise _wrong(f"Contact {number} has something in it that no contact has.")
    texts = {name: said.get(name, "") for name in LINE - {"countries", "languages"}}
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in texts.items()}
    rows = {name: said.get(name, []) for name in ("countries", "languages")}
    if not all(isinstance(value, str) and len(value) <= 300 and value.isprintable() for value in texts.values()):
        raise _wrong(f"Contact {number}: each part is a short line of text.")
    if not all(
        isinstance(row, list) and all(isinstance(one, str) and len(one) < 12 for one in row) for row in rows.values()
    ):
        raise _wrong(f'Contact {number}: countries and languages are lists, such as ["GB", "IE"].')
    fault = _fault(texts, rows["countries"])
    if fault:
        raise _wrong(f"Contact {number}: {fault}")
    return {name: (rows | texts)[name] for name in Contact._fields}


def _fault(texts: Mapping[str, str], countries: list[str]) -> str | None:
    if not countries or not all(COUNTRY.fullmatch(one) for one in countries):
        return "it needs countries, each written with two capital letters, or * for everybody."
    if not texts["name"] or not (texts["phone"] or texts["text"] or texts["url"]):
        return "it needs a name, and a telephone number, a number for texts, or a page."
    if any(texts[name] and not NUMBER.fullmatch(texts[name]) for name in ("phone", "text")):
        return "a number has digits and spaces only."
    if any(texts[name] and not texts[name].startswith("https://") for name in ("url", "source")):
        return "a page begins with https://."
    if not texts["source"] or not _is_day(texts["checked"]):
        return "it needs the page that says so (source) and the day on which somebody looked (checked)."
    return None


def _is_day(said: str) -> bool:
    try:
        return bool(date.fromisoformat(said))
    except ValueError:
        return False


def _wrong(why: str) -> Invalid:
    return Invalid(fields={"content": why})


def _quoted(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_quoted(one) for one in value)}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
