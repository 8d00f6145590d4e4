"""Who goes astray inside a community stays inside it; all others learn nothing, not even that it is there."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NOWHERE = UUID(int=7)
TABS = 'href="/c/crohns/rooms"'


@pytest.fixture
def astray(client):
    """What a page says, without what is drawn anew for each."""

    def read(path, status=404):
        answer = client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return re.sub(r'(?:nonce|content|value)="[^"]*"', "", answer.get_data(as_text=True))

    return read


@pytest.mark.parametrize("path", ["nonsense", f"library/{NOWHERE}", f"members/{NOWHERE}"])
def test_a_member_who_comes_to_what_is_not_there_keeps_the_way_back(cast, sits, astray, path):
    sits("Ana")
    shown = astray(f"/c/crohns/{path}")
    assert TABS in shown
    assert "Back to Crohn" in shown
    assert "/c/crohns/queue" not in shown


def test_a_member_is_told_that_a_page_is_not_for_them_inside_the_community(cast, sits, astray):
    sits("Ana")
    shown = astray("/c/crohns/queue", 403)
    assert TABS in shown
    assert "This page is not open to you" in shown


@pytest.mark.parametrize("handle", ["Gil", "Pia", "Bea", ""])
def test_outside_each_address_looks_like_one_of_no_community(cast, client, sits, astray, handle):
    """Also to who waits at the door, and to who was sent away."""
    if handle:
        sits(handle)
    there, nowhere = (astray(f"/c/{slug}/nonsense") for slug in ("crohns", "nowhere"))
    assert there.replace("crohns", "nowhere") == nowhere
    assert TABS not in there


def test_an_odd_address_is_astray_as_any_other(cast, client, sits):
    sits("Ana")
    for path in ("/c/", "/c/crohns%00/x", "/c/%22/x", "/c/CROHNS/x", "/c/crohns%2Fx", f"/c/{'a' * 300}/x"):
        assert client.get(path).status_code == 404, path
