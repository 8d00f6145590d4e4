"""The pages of trying, by forms alone: as they work without a script."""

from __future__ import annotations

import pytest

from networks.resources.actions import withdraw
from networks.resources.releasing import release_now
from networks.resources.trying import my_report
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look
from tests.domain.tries import FLARE, crowd, in_the_library, settle_circumstances, tell

ANSWERS = {"illness": "less", "treatment": "same", "effort": "some", "kept": "no", "days": "9", "version": "1"}


@pytest.fixture
def tip(network, cast):
    settle_circumstances(network, cast, FLARE, "at work")
    return in_the_library(network, cast, try_days=14)


@pytest.fixture
def browse(client):
    """Sign in, look at pages, and send their forms: `browse("Ben")`, then `see(path)`, `send(path, form)`."""

    def sign_in(handle):
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})

    return sign_in


@pytest.fixture
def see(client):
    return lambda path: client.get(path).get_data(as_text=True)


@pytest.fixture
def send(client, see):
    def sending(path, **form):
        token = see("/c/crohns/library/new").partition('name="csrf_token" value="')[2].partition('"')[0]
        return client.post(path, data={"csrf_token": token, **form})

    return sending


def test_trying_being_asked_telling_changing_and_taking_back(browse, see, send, network, cast, clock, tip):
    browse("Ben")
    place = f"/c/crohns/library/{tip}"
    assert '<option value="14" selected>in 2 weeks</option>' in see(place)
    assert send(f"{place}/trial", ask_in="14").headers["Location"].endswith("#tried")
    assert "You are trying this" in see(place)
    assert "how did it go?" not in see("/c/crohns/library")
    clock.move(days=15)
    assert "15 days ago: how did it go?" in see("/c/crohns/library")
    assert "How did it go?" in see(place)
    assert send(f"{place}/report", **ANSWERS, circumstances=[FLARE], unwanted=" ").status_code == 303
    page = see(place)
    assert "Illness less, work of treatment the same. You stopped after 9 days." in page
    assert "how did it go?" not in see("/c/crohns/library")
    told = look(network, cast.ben, my_report, tip)
    assert (told.kept, told.days, told.circumstances, told.unwanted) == (False, 9, [FLARE], None)
    send(f"{place}/report", **ANSWERS | {"illness": "more"})
    assert look(network, cast.ben, my_report, tip).illness == "more"
    send(f"{place}/report/withdrawal")
    assert "Would you try this?" in see(place)


def test_asked_later_and_not_at_all(browse, see, send, clock, tip):
    browse("Ben")
    place = f"/c/crohns/library/{tip}"
    send(f"{place}/trial", ask_in="7")
    clock.move(days=8)
    assert "how did it go?" in see("/c/crohns/library")
    send(f"{place}/trial", ask_in="14", later="1")
    assert "how did it go?" not in see("/c/crohns/library")
    clock.move(days=14)
    assert "how did it go?" in see("/c/crohns/library")
    answer = send(f"{place}/trial/end", next="/c/crohns/library")
    assert answer.headers["Location"].endswith("/c/crohns/library")
    assert "how did it go?" not in see("/c/crohns/library")
    assert "Would you try this?" in see(place)


def test_what_is_missing_is_said_and_what_was_told_stays_in_the_form(browse, send, tip):
    browse("Ben")
    form = {"illness": "less", "days": "9x", "circumstances": ["at work"], "note": "Worth it on bad days."}
    answer = send(f"/c/crohns/library/{tip}/report", **form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Please write a number of days, such as 9." in page
    assert "Please choose how much the work of treatment weighed." in page
    for kept in ('value="9x"', "Worth it on bad days.", 'value="at work" checked', 'value="less" checked'):
        assert kept in page


def test_below_five_the_page_says_so_and_from_then_on_how_sure_one_can_be(browse, see, network, cast, tip):
    browse("Ben")
    place = f"/c/crohns/library/{tip}"
    assert "Not enough answers yet." in see(place)
    tell(network, crowd(network, cast, 12), tip, "less")
    tell(network, crowd(network, cast, 8), tip, "more", kept=False)
    assert "Not enough answers yet." in see(place)
    do(network, None, release_now, cast.crohns_id)
    page = " ".join(see(place).split())
    assert "12 of 20 said that their illness weighed less." in page
    assert "We can be fairly sure that the true share is between 39 and 78 in 100." in page
    assert "12 kept at it, 8 stopped; both are counted." in page
    assert "fewer than five people named one" in page
    assert '<b class="nowrap">12 of 20</b> <span class="soft nowrap">(39–78 %)</span>' in see("/c/crohns/library")


@pytest.mark.parametrize(("handle", "reads"), [("Ana", False), ("Ben", False), ("Fay", True)])
def test_words_are_on_the_page_of_facilitators_alone(browse, see, network, cast, tip, handle, reads):
    tell(network, crowd(network, cast, 5), tip, unwanted="An ache <b>in</b> the morning.")
    do(network, None, release_now, cast.crohns_id)
    browse(handle)
    assert ("An ache &lt;b&gt;in&lt;/b&gt; the morning." in see(f"/c/crohns/library/{tip}")) == reads


def test_its_author_sees_outcomes_and_no_form(browse, see, tip):
    browse("Ana")
    page = see(f"/c/crohns/library/{tip}")
    assert "What happened to those who tried it" in page
    assert "Would you try this?" not in page


def test_what_was_taken_back_has_neither(browse, see, network, cast, tip):
    do(network, cast.ana, withdraw, tip)
    browse("Ana")
    page = see(f"/c/crohns/library/{tip}")
    assert "What happened" not in page
