"""From Markdown to HTML: addresses become links, and hundreds of them stay words."""

from __future__ import annotations

import pytest

from app.markdown import MANY, render


def test_an_address_becomes_a_link_that_vouches_for_nothing():
    html = render("See https://example.org for more.")
    assert 'href="https://example.org"' in html
    assert "nofollow" in html


@pytest.mark.parametrize(("count", "links"), [(MANY, MANY), (MANY + 1, 0)])
def test_of_hundreds_of_addresses_none_is_looked_for(count, links):
    assert render("https://example.org/a " * count).count("<a ") == links


def test_a_link_that_is_written_as_one_stays_one_among_hundreds_of_addresses():
    html = render("[Here](https://example.org) " + "://" * (MANY + 1))
    assert html.count("<a ") == 1
