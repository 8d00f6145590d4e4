"""What went out as a file comes in elsewhere with the same words, tags and links, whatever they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from app import exchange, sheets
from app.schemas.exchange import CarriedIn
from networks.communities.actions import appoint
from networks.people.queries import person_by_handle
from networks.resources.actions import hand_in_all
from networks.resources.exchange import CARRIED, bring_in, carried
from networks.resources.library import Wanted, library
from networks.resources.models import ResourceKind
from networks.resources.reviewing import decide
from tests.domain.acts import do, look

RISKY = st.sampled_from(
    ["=1+1", "+1", "-1", "@a", "\tx", "\r=x", "'=x", "''=x", "  =x", "\u00a0=x", "\ufeff=x", "＝x", "'", "\n"]
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | RISKY
ANY = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([str(kind) for kind in ResourceKind]),
        "title": WORDS,
        "body": WORDS | st.lists(WORDS).map("\n".join),
        "url": st.none() | st.just("https://example.org/?a=b,c;d&e='f'#=g"),
        "tags": st.lists(WORDS, max_size=5),
        "helps": WORDS,
        "source": WORDS,
        "interest": WORDS,
        "changes_treatment": st.booleans(),
        "try_days": st.integers(1, 365),
    }
)
NONE: dict[str, Any] = {"url": None, "tags": [], "helps": "", "source": "", "interest": "", "body": ""}
FORMS = st.sampled_from(["json", "csv"])
BOTH = pytest.mark.parametrize("form", ["json", "csv"])


def kept(said: dict[str, Any]) -> dict[str, Any] | None:
    """As the database would have it; None where it never came in."""
    try:
        loaded: dict[str, Any] = CarriedIn().load(said)
    except ValidationError:
        return None
    return loaded


def file_of(form: str, several: list[dict[str, Any]]) -> str:
    pieces = (exchange._as_json if form == "json" else exchange._as_csv)(iter([several]))
    return exchange.decoded("".join(pieces).encode())


@BOTH
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(said=st.lists(ANY, min_size=1, max_size=4))
def test_every_word_comes_back(form, said):
    several = [one for one in map(kept, said) if one is not None]
    back = exchange.read(form, file_of(form, several))
    if not several:
        assert [line.faults for line in back] == [{"content": "There is nothing in this file."}]
        return
    assert [line.faults for line in back] == [{}] * len(several)
    assert [NONE | line.said for line in back] == [NONE | one for one in several]


@settings(max_examples=300)
@given(cell=WORDS)
@example(cell="'=")
@example(cell="\u200b=cmd|' /C calc'!A0")
def test_no_cell_begins_as_a_formula_and_each_is_read_back(cell):
    shown = sheets.safe(cell)
    assert not shown.lstrip().lstrip("\ufeff\u200b").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert sheets.plain(shown) == cell


@settings(max_examples=200, deadline=None)
@given(
    content=st.text(max_size=300) | st.text("kindtle,;\t\"'\r\n=[]{}:0", max_size=300),
    form=st.sampled_from(["json", "csv"]),
)
def test_whatever_a_file_holds_it_is_read_or_refused_with_words(content, form):
    for line in exchange.read(form, content):
        assert line.said or line.faults
        assert all(line.faults.values())


@settings(max_examples=100)
@given(raw=st.binary(max_size=100))
def test_whatever_a_file_is_it_is_text_or_refused_with_a_line(raw):
    try:
        raw.decode()
    except UnicodeDecodeError:
        with pytest.raises(sheets.Unreadable) as refusal:
            exchange.decoded(raw)
        assert "from line 1 on" in refusal.value.words or b"\n" in raw
    else:
        assert exchange.decoded(raw) == raw.decode("utf-8-sig")


@BOTH
def test_from_one_community_into_another(network, cast, form):
    several = [
        {"kind": "tip", "title": "=Pacing", "body": "- one\r\n- “two”\n\n'=3", "tags": ["a, b", '"c"', "-d"]},
        {"kind": "link", "title": "A, link", "body": "", "url": "https://example.org/a?b=c,d"},
        {"kind": "story", "title": "'quoted'", "body": '\tIndented; "said".', "interest": "@work", "try_days": 7},
    ]
    do(network, cast.fay, hand_in_all, "crohns", [(one, None) for one in several])
    by_ben(network, cast)
    out = [words for _, words in look(network, cast.fay, carried, "crohns")]
    lines = exchange.read(form, file_of(form, out))
    with network.begin(cast.gil) as work:
        made = sum(bring_in(work, "long-covid", lines))
    found = look(network, cast.gil, library, "long-covid", Wanted(state="submitted", sort="recent"))
    assert made == len(found) == len(several)

    def said(words: list[dict[str, Any]]) -> list[str]:
        return sorted(json.dumps(one) for one in words)

    assert said([{name: getattr(one.said, name) for name in CARRIED} for one in found]) == said(out)


def by_ben(network, cast):
    with network.begin() as work:
        appoint(work, "crohns", person_by_handle(work, "Ben"), "facilitator")
    for one in look(network, cast.ben, library, "crohns", Wanted(state="submitted", sort="recent")):
        do(network, cast.ben, decide, one.id, outcome="publish", reason="Good.", version=1)
