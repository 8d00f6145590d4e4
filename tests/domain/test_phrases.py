"""Phrases: how they are written, and how well the shipped lists tell what is grave from what is only said so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from networks.errors import Invalid
from networks.safety.lists import CONTACTS, phrase_list, shipped
from networks.safety.matching import Matcher
from networks.safety.phrases import PhraseList, Tier, compiled
from networks.safety.trial import corpus, judge, sentences

HELD_OUT = Path(__file__).parent / "corpus"
SHIPPED = Matcher(phrase_list(content) for name, content in shipped().items() if name != CONTACTS)

KNOWN = {Tier.RED: (0.95, 0.9), Tier.AMBER: (0.95, 0.9), Tier.GREEN: (0.95, 0.9)}
UNSEEN = {Tier.RED: (0.85, 0.8), Tier.AMBER: (0.8, 0.8), Tier.GREEN: (0.85, 0.8)}
"""Recall and precision that hold, of sentences at least so grave: those that a list was written with, and others."""


@pytest.mark.parametrize(("name", "floors"), [("known", KNOWN), ("held-out", UNSEEN)])
@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_shipped_lists_find_what_is_grave(locale, name, floors, measured):
    said = corpus(locale) if name == "known" else sentences(HELD_OUT / f"held-out-{locale}.tsv")
    tried = judge(SHIPPED.weigh, said)
    for one in tried.scores:
        recall, precision = one.recall or 0, one.precision or 0
        measured(f"{locale} {name}, at least {one.tier}: recall {recall:.2f}, precision {precision:.2f}, n {one.grave}")
        least_recall, least_precision = floors[one.tier]
        assert recall >= least_recall, tried.otherwise
        assert precision >= least_precision, tried.otherwise


def test_the_corpus_is_several_hundred_sentences_and_a_third_is_kept_back():
    known = {locale: corpus(locale) for locale in ("en", "de")}
    kept = {locale: sentences(HELD_OUT / f"held-out-{locale}.tsv") for locale in ("en", "de")}
    assert sum(map(len, known.values())) + sum(map(len, kept.values())) > 300
    for locale, said in known.items():
        assert len(kept[locale]) > 0.4 * len(said)
        assert not set(said) & set(kept[locale])
        assert {one.tier for one in said} == {"red", "amber", "green", "none"}


FEW = Matcher([PhraseList(red=("end it (tonight|this very night)",), unless=("end it tonight with a song",))])


@pytest.mark.parametrize(
    "said",
    [
        "I will end it tonight",
        "I will END IT, tonight!",
        "i’ll end it _tonight_",
        "**End it** this very night.",
        "We end it tonight with a song. And then I end it tonight.",
    ],
)
def test_case_and_marks_do_not_count(said):
    heard = FEW.weigh(said)
    assert heard is not None
    assert (heard.tier, heard.phrases) == (Tier.RED, ("end it (tonight|this very night)",))


@pytest.mark.parametrize(
    "said",
    [
        "We end it tonight with a song.",
        "The friend it tonights.",
        "How does it end? It, tonight, was lovely.",
        "In the end. It tonight rains.",
        "",
    ],
)
def test_words_are_whole_and_sentences_are_apart(said):
    assert FEW.weigh(said) is None


def test_what_may_be_between_left_out_or_go_on():
    one = Matcher([PhraseList(amber=("cannot ... stand [any of] this hopel*",))])
    for said in ("cannot stand this hopeless", "Cannot ever bear or stand any of this hopelessness"):
        assert one.weigh(said) is not None
    for said in ("cannot a b c d stand this hopeless", "cannot stand any this hopeless", "cannot stand this hope"):
        assert one.weigh(said) is None


def test_the_gravest_decides_and_stands_first():
    one = Matcher([PhraseList(red=("worst",), amber=("bad",), green=("poor",))])
    heard = one.weigh("poor, bad, worst")
    assert heard is not None
    assert (heard.tier, heard.phrases) == (Tier.RED, ("worst", "bad", "poor"))


@pytest.mark.parametrize("said", ["", "...", "word*", "[maybe]", "(a", "a)", "(a|)", "[]", "a & b", "a" * 801])
def test_what_is_no_phrase_is_told(said):
    with pytest.raises(Invalid):
        compiled(said)


@given(st.text(max_size=120))
@example("((((((((((a")
@example("(a|b*) ... [c|d]")
def test_whatever_is_written_is_a_phrase_or_is_refused(said):
    try:
        found = compiled(said)
    except Invalid:
        return
    assert found.keys


@given(st.text())
def test_whatever_is_said_can_be_weighed(said):
    SHIPPED.weigh(said)
