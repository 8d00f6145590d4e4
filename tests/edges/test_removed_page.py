"""The page that tells members what was removed here, and why."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from networks.moderation.actions import decide
from networks.moderation.report_models import Removal
from networks.removal import remove_message
from tests.cast import PASSPHRASE
from tests.domain.acts import do, say
from tests.domain.reports import HARMFUL, case_about, put_back, tell

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

PLACE = "/c/crohns/moderation"
RULE = "2. No medical orders."


@pytest.fixture
def page(client):
    """The page as somebody reads it."""

    def read(handle, path=PLACE):
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        return re.sub(r"\s+", " ", client.get(path).get_data(as_text=True))

    return read


def test_it_tells_the_rule_and_why_and_neither_names_nor_words_nor_the_day(network, cast, page):
    said = say(network, cast.ana, cast.everyday, HARMFUL)
    tell(network, cast.lin, "message", said.id, note="She listens to nobody.")
    case_id = case_about(network, cast.fay, said.id).case.id
    do(network, cast.fay, decide, case_id, outcome="remove", reason="Ana, please do not.", rule=RULE)
    shown = page("Ben")
    assert f"The rule: {RULE}" in shown
    assert "Somebody had reported it: advice that could do harm." in shown
    for hidden in ("Ana", "Lin", "Fay", HARMFUL, "She listens", "please do not", str(said.id), str(case_id)):
        assert hidden not in shown
    assert "<time" not in shown
    assert f"{network.clock():%B %Y}" in shown
    assert "put back" not in shown
    put_back(network, cast.opal, case_id)
    assert "put back after an appeal" in page("Ben")


def test_what_was_taken_down_in_the_room_says_so(network, cast, page):
    do(network, cast.fay, remove_message, say(network, cast.ana, cast.everyday).id)
    shown = page("Ben")
    assert "A facilitator saw it there and took it down, without naming a rule." in shown
    assert "The rule:" not in shown


def test_it_is_found_from_the_charter_and_from_the_community(cast, page):
    for path in ("/c/crohns/charter", "/c/crohns"):
        assert f'href="{PLACE}"' in page("Ben", path)
    assert f'href="{PLACE}"' not in page("Oli", "/c/crohns")
    assert "Nothing has been removed here" in page("Ben")


def test_there_is_a_page_for_each_thirty(network, cast, page):
    kept = {"community_id": cast.crohns_id, "subject_kind": "resource", "case_id": None, "restored_at": None}
    with network.begin() as work:
        for number in range(31):
            made = {"id": uuid4(), "subject_id": uuid4(), "why": None, "rule": f"Rule {number}.", "at": work.now}
            work.session.add(Removal(**kept, **made))
    first, second = page("Ben"), page("Ben", f"{PLACE}?after=30")
    assert f'href="{PLACE}?after=30"' in first
    told = [re.findall(r"The rule: (Rule \d+\.)", shown) for shown in (first, second)]
    assert [len(one) for one in told] == [30, 1]
    assert len({*told[0], *told[1]}) == 31
    assert 'rel="next"' not in second
    for strange in ("-1", "x", "9" * 30, "²"):
        assert page("Ben", f"{PLACE}?after={strange}").count("The rule:") == 30
    assert "There is nothing older." in page("Ben", f"{PLACE}?after=600")
