"""What is different between two texts: exactly that, for people to read, and never slowly."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.resources.diffs import GONE, NEW, SAME, Piece, compare, text_of

texts = st.lists(st.sampled_from(["a ", "b ", "It's ", "the ", "x.", "\n", " ", "\n\n", "café "]), max_size=40).map(
    "".join
)


@given(texts, texts)
def test_it_gives_back_both_texts_letter_by_letter(old, new):
    pieces = compare(old, new)
    assert text_of(pieces, SAME, GONE) == old
    assert text_of(pieces, SAME, NEW) == new
    assert all(piece.text for piece in pieces)
    kinds = [piece.kind for piece in pieces]
    assert all(one != other for one, other in pairwise(kinds))


@given(texts)
def test_nothing_is_different_from_itself(text):
    assert [piece.kind for piece in compare(text, text)] in ([], [SAME])


def test_it_marks_the_words_that_changed_and_no_more():
    old, new = "Three anchors a day, the rest movable.", "Three fixed points a day, the rest movable."
    assert compare(old, new) == [
        Piece(SAME, "Three "),
        Piece(GONE, "anchors "),
        Piece(NEW, "fixed points "),
        Piece(SAME, "a day, the rest movable."),
    ]


def test_two_texts_with_little_in_common_are_not_mixed():
    pieces = compare("I rest at noon because of the heat.", "Call the ward and ask for a nurse.")
    assert [piece.kind for piece in pieces] == [GONE, NEW]


def test_a_paragraph_that_came_is_one_piece():
    assert compare("One.\n\nTwo.\n", "One.\n\nNew here.\n\nTwo.\n").count(Piece(NEW, "New here.\n\n")) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 10_000, "b a " * 10_000),
        ("\n" * 40_000, "\n " * 20_000),
        ("x " * 20_000, "y " * 20_000),
        ("same\n" * 8_000, "same\n" * 4_000 + "other\n" + "same\n" * 3_000),
        ("z" * 40_000, "z" * 39_999),
        (
            " ".join(random.Random(1).choices("abcdef", k=20_000)),
            " ".join(random.Random(2).choices("abcdef", k=20_000)),
        ),
    ],
)
def test_texts_made_to_be_slow_cost_a_moment(old, new):
    """What grows with the square of such texts would be ended by the time that a test may take."""
    pieces = compare(old, new)
    assert (text_of(pieces, SAME, GONE), text_of(pieces, SAME, NEW)) == (old, new)
