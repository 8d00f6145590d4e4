"""How members change the charter: proposals, support, secret votes, and what becomes of them."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select

from networks.charter.amending import EACH, close_vote, decline, propose, put_to_vote, support, vote, withdraw
from networks.charter.amendments import amendments
from networks.charter.models import Ballot
from networks.communities.actions import edit_community, leave
from networks.communities.charters import versions
from networks.erasure import erase
from networks.errors import Conflict, Invalid, NotAllowed, NotFound
from networks.export import everything_about_me
from networks.moderation.queries import audit
from tests.domain.acts import at_once, do, look

WORDS = {"text": "No medical orders, ever.", "why": "It was said twice."}


@pytest.fixture
def proposed(network, cast):
    """Ana would have the second rule otherwise."""
    do(network, cast.fay, edit_community, "crohns", charter="Be kind.\nNo orders.")
    return do(network, cast.ana, propose, "crohns", rule="No orders.", **WORDS).id


@pytest.fixture
def voting(network, cast, proposed):
    do(network, cast.fay, put_to_vote, proposed, days=7)
    return proposed


def one(network, who):
    return look(network, who, amendments, "crohns")[1][0]


def charter(network, cast):
    return look(network, cast.fay, versions, "crohns")[1][0].version


def end(network, clock, id_):
    clock.move(days=7)
    do(network, None, close_vote, id_)


def test_what_most_of_enough_members_want_is_the_next_version(network, cast, voting, clock):
    before = charter(network, cast).number
    for who, choice in ((cast.ana, "no"), (cast.ben, "yes"), (cast.fay, "yes"), (cast.max, "abstain")):
        do(network, who, vote, voting, choice=choice)
    do(network, cast.ana, vote, voting, choice="yes")
    assert (one(network, cast.ana).my_choice, one(network, cast.ana).amendment.yes) == ("yes", None)
    do(network, None, close_vote, voting)
    assert one(network, cast.ana).amendment.state == "voting"
    end(network, clock, voting)
    found = one(network, cast.ben).amendment
    assert (found.state, found.yes, found.no, found.abstain, found.counts_shown) == ("accepted", 3, 0, 1, False)
    now = charter(network, cast)
    assert (now.number, now.rules, now.note) == (before + 1, ["Be kind.", WORDS["text"]], WORDS["why"])
    assert look(network, cast.fay, audit, "crohns")[0][0].act == "amendment.vote_closed"
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Ballot)) == 0
    do(network, None, close_vote, voting)
    assert charter(network, cast).number == before + 1


@pytest.mark.parametrize("choices", [("yes",), ("no", "yes"), ("abstain", "abstain"), ()])
def test_too_few_or_no_majority_change_nothing(network, cast, voting, clock, choices):
    """A quarter of five or six members is two."""
    for who, choice in zip((cast.ana, cast.ben), choices, strict=False):
        do(network, who, vote, voting, choice=choice)
    end(network, clock, voting)
    assert one(network, cast.ana).amendment.state == "rejected"
    assert charter(network, cast).rules == ["Be kind.", "No orders."]


def test_who_has_left_is_not_counted_and_who_is_outside_reads_nothing(network, cast, voting, clock):
    for who in (cast.ana, cast.ben):
        do(network, who, vote, voting, choice="yes")
    do(network, cast.ben, leave, "crohns")
    for who in (cast.ben, cast.bea, cast.oli, cast.gil, cast.pia):
        with pytest.raises(NotFound):
            do(network, who, vote, voting, choice="yes")
        with pytest.raises(NotFound):
            look(network, who, amendments, "crohns")
    end(network, clock, voting)
    assert one(network, cast.ana).amendment.yes == 1


def test_after_its_hour_a_vote_takes_no_ballots(network, cast, voting, clock):
    clock.move(days=7)
    with pytest.raises(Conflict):
        do(network, cast.ana, vote, voting, choice="yes")


def test_where_the_rule_was_changed_meanwhile_nothing_is_applied(network, cast, voting, clock):
    for who in (cast.ana, cast.ben):
        do(network, who, vote, voting, choice="yes")
    do(network, cast.fay, edit_community, "crohns", charter="Be kind.\nOther words.")
    end(network, clock, voting)
    assert one(network, cast.ana).amendment.state == "rejected"
    assert charter(network, cast).rules == ["Be kind.", "Other words."]


def test_members_propose_and_support_and_the_muted_and_operators_do_not_propose(network, cast, proposed):
    for who in (cast.max, cast.opal):
        with pytest.raises(NotAllowed):
            do(network, who, propose, "crohns", **WORDS)
    for _ in range(2):
        do(network, cast.ben, support, proposed, on=True)
    assert (one(network, cast.ben).support, one(network, cast.ben).supported) == (1, True)
    with pytest.raises(NotAllowed, match="Others can"):
        do(network, cast.ana, support, proposed, on=True)
    do(network, cast.ben, support, proposed, on=False)
    assert one(network, cast.ana).support == 0


def test_the_same_is_not_proposed_twice_nor_a_rule_that_is_not_there_nor_too_much(network, cast, proposed):
    with pytest.raises(Conflict, match="already"):
        do(network, cast.ben, propose, "crohns", rule="No orders.", **WORDS)
    for words in ({"rule": "Nowhere.", "text": "A."}, {"text": "Be kind."}):
        with pytest.raises(Invalid):
            do(network, cast.ana, propose, "crohns", why="So.", **words)
    for turn in range(EACH - 1):
        do(network, cast.ana, propose, "crohns", text=f"Rest {turn}.", why="So.")
    with pytest.raises(Conflict, match="Three"):
        do(network, cast.ana, propose, "crohns", text="And rest.", why="So.")


def test_facilitators_decline_with_a_reason_and_only_they(network, cast, proposed):
    for act, words in ((decline, {"reason": "No."}), (put_to_vote, {"days": 7})):
        with pytest.raises(NotAllowed):
            do(network, cast.ben, act, proposed, **words)
    do(network, cast.fay, decline, proposed, reason="It says so already.")
    found = one(network, cast.ben).amendment
    assert (found.state, found.reason) == ("declined", "It says so already.")
    with pytest.raises(Conflict):
        do(network, cast.fay, put_to_vote, proposed, days=7)
    with pytest.raises(Conflict):
        do(network, cast.ana, withdraw, proposed)


def test_of_two_who_decide_at_once_one_does(network, cast):
    do(network, cast.fay, edit_community, "crohns", charter="Be kind.")
    for turn in range(20):
        made = do(network, cast.ana, propose, "crohns", text=f"{turn}.", why="So.").id
        found = at_once(
            [
                partial(do, network, cast.fay, decline, made, reason="No."),
                partial(do, network, cast.opal, decline, made, reason="Not now."),
                partial(do, network, cast.ana, withdraw, made),
            ]
        )
        assert sum(isinstance(one, Conflict) for one in found) == 2


def test_of_ballots_at_once_each_counts_once(network, cast, voting, clock):
    people = (cast.ana, cast.ben, cast.fay, cast.max, cast.lin)
    at_once([partial(do, network, who, vote, voting, choice=choice) for who in people for choice in ("yes", "no")])
    clock.move(days=7)
    at_once([partial(do, network, None, close_vote, voting) for _ in range(3)])
    found = one(network, cast.ana).amendment
    assert (found.cast, found.counts_shown) == (5, True)


def test_what_somebody_did_about_it_is_taken_out_and_goes_with_them(network, cast, voting):
    do(network, cast.ben, vote, voting, choice="no")
    do(network, cast.ben, propose, "crohns", text="Rest.", why="So.")
    shown = look(network, cast.ben, everything_about_me)
    assert [one["choice"] for one in shown["ballots"]] == ["no"]
    assert [one["text"] for one in shown["amendments"]] == ["Rest."]
    do(network, cast.ben, erase, delete_content=False)
    assert [one.amendment.id for one in look(network, cast.ana, amendments, "crohns")[1]] == [voting]
    with network.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Ballot)) == 0
