"""Live, too, contacts go to the author alone, and that a facilitator wrote is told to nobody else."""

from __future__ import annotations

from tests.edges import shapes

RED = "I have decided. I am going to kill myself tonight."


def test_the_author_alone_is_told_of_contacts(ana, ben, room):
    ack = ana.say(room, RED)
    assert set(ack) == {"message", "support"}
    assert ack["message"]["body"] == RED
    assert ack["support"]["contacts"]
    heard = ben.hear_body(RED)
    assert set(heard) == shapes.EVENT
    edit = ana.ask("message:edit", {"message_id": ack["message"]["id"], "body": f"{RED} Really."})
    assert set(edit) == {"message", "support"}
    assert set(ben.hear("message:edited")) == shapes.EVENT


def test_whatever_is_not_grave_has_the_usual_ack(ana, room):
    assert set(ana.say(room, "This queue is killing me.")) == {"message"}


def test_an_anonymous_author_gets_them_as_well(ana, ben, room):
    assert set(ana.say(room, RED, anonymous=True)) == {"message", "support"}
    assert ben.hear_body(RED)["author"] is None


def test_a_letter_is_noticed_by_whom_it_is_to(town, ana, ben, room):
    ana.say(room, RED)
    found = town.call(town.cast.fay, "GET", "/communities/crohns/cases?kind=safety&state=open").json()["items"]
    mine = next(one["id"] for one in found if one["subject"]["person"]["handle"] == "Ana")
    town.call(town.cast.fay, "POST", f"/cases/{mine}/letters", {"body": "How are you now?"})
    heard = ana.hear("notice")
    assert (heard["kind"], set(heard)) == ("letter", {"kind", "community_id"})
    town.call(town.cast.ana, "POST", "/communities/crohns/support/letters", {"body": "Better."})
    ana.say(room, "Good morning.")
    ana.hear_body("Good morning.")
    ben.hear_body("Good morning.")
    assert (ben.all("notice"), len(ana.all("notice"))) == ([], 1)
