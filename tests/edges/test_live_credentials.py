"""Whoever asked to have their profession checked is told at once that there is an answer, and nobody else is."""

from __future__ import annotations

from tests.domain.professionals import BAD, SAID


def test_a_refusal_is_noticed_by_whoever_asked(town, connect):
    name, here = town.newcomer(town.cast.crohns), {"community_id": str(town.cast.crohns_id)}
    hers, others = connect(name), [connect(one) for one in (town.cast.ben, town.cast.fay)]
    made = town.call(name, "POST", f"/communities/{town.cast.crohns}/credentials", SAID).json()["credential"]["id"]
    assert town.call(town.cast.opal, "POST", f"/credentials/{made}/decision", BAD).ok
    assert hers.hear("notice") == {"kind": "credentials"} | here
    room = town.new_room(town.cast.crohns)
    for one in (hers, *others):
        one.enter(room)
    hers.say(room, "Thank you all the same.")
    for one in others:
        one.hear_body("Thank you all the same.")
        assert one.all("notice") == []
