"""A long stretch without a change is folded between words, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.folds import LONG, folded

texts = st.lists(st.sampled_from(["rest ", "before you need it ", "x" * 200, "a", "\n", "\n\n"]), max_size=120)


@given(texts.map("".join))
def test_nothing_is_lost_and_short_texts_stay_whole(text):
    assert "".join(folded(text)) == text
    if len(text) <= LONG:
        assert folded(text)[0] == text


def test_it_folds_between_lines():
    first, middle, last = folded("What is in mine:\n\n" + "two pairs of pants and one pair of trousers\n" * 30)
    assert first.endswith("trousers")
    assert middle.startswith("\n")
    assert last.startswith("two pairs")


def test_it_folds_between_words_where_there_are_no_lines():
    first, middle, last = folded("whatever I take out goes back the same evening " * 30)
    assert first.split()[-1] in "whatever I take out goes back the same evening".split()
    assert last.split()[0] in "whatever I take out goes back the same evening".split()
    assert middle.strip()


def test_a_word_without_an_end_is_cut_all_the_same():
    assert [len(part) for part in folded("x" * 1000)] == [160, 680, 160]
