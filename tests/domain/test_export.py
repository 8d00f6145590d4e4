"""Everything about oneself, for everybody, the banned included."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from networks.chat.actions import edit_message, react
from networks.chat.rooms import mark_read, open_room
from networks.errors import Unauthenticated
from networks.export import everything_about_me
from networks.moderation.cases import open_case
from networks.moderation.models import CaseKind
from networks.moderation.sanctioning import sanction
from networks.people.actions import block, edit_profile
from networks.tables import METADATA
from tests.cast import ANSWERS
from tests.domain.acts import do, look, say


def export(network, person):
    told = look(network, person, everything_about_me)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    return told


def test_it_holds_everything_that_somebody_left(network, cast):
    said = say(network, cast.ana, cast.everyday, "My story.")
    asked = say(network, cast.ana, cast.quiet_corner, "May I ask?", anonymous=True, reply_to=None)
    do(network, cast.ana, edit_message, said.id, body="My whole story.")
    do(network, cast.ana, react, say(network, cast.ben, cast.everyday).id, "👍", on=True)
    do(network, cast.ana, mark_read, cast.everyday, 2)
    do(network, cast.ana, block, cast.max.person_id)
    do(network, cast.ana, edit_profile, about="I like to walk.")
    told = export(network, cast.ana)
    assert (told["person"]["handle"], told["person"]["email"]) == ("Ana", "ana@example.org")
    assert told["person"]["about"] == "I like to walk."
    assert {(one["community"], one["status"], tuple(one["answers"])) for one in told["memberships"]} == {
        ("crohns", "active", tuple(ANSWERS)),
        ("hidden", "active", tuple(ANSWERS)),
    }
    assert {(one["room"], one["body"], one["anonymous"]) for one in told["messages"]} == {
        ("Everyday", "My whole story.", False),
        ("Quiet corner", "May I ask?", True),
    }
    assert {one["id"] for one in told["messages"]} == {str(said.id), str(asked.id)}
    assert [one["emoji"] for one in told["reactions"]] == ["👍"]
    assert sorted((one["room_id"], one["seq"]) for one in told["read_positions"]) == sorted(
        [(str(cast.everyday), 2), (str(cast.quiet_corner), 0)]
    )
    assert [one["blocked_id"] for one in told["blocks"]] == [str(cast.max.person_id)]
    assert [one["id"] for one in told["sessions"]] == [str(cast.ana.session_id)]


def test_it_holds_nothing_of_others_and_no_secret(network, cast, secret):
    say(network, cast.ben, cast.everyday, "Ben's words.")
    do(network, cast.ben, block, cast.ana.person_id)
    told = str(export(network, cast.ana))
    for private in ("Ben's words.", "ben@example.org", str(cast.ben.person_id), secret, cast.token(cast.ana)):
        assert private not in told


def test_the_banned_the_muted_and_the_unverified_get_it(network, cast):
    for person in (cast.bea, cast.max, cast.una, cast.pia, cast.oli, cast.opal):
        assert export(network, person)["person"]["handle"] == person.handle
    ban = next(one for one in export(network, cast.bea)["sanctions"] if one["id"] == str(cast.bea_ban))
    assert (ban["kind"], ban["reason"], ban["rule"], ban["until"]) == ("ban", "Unkind words.", "1", None)


def test_notes_between_facilitators_are_left_out(network, cast):
    words = {"kind": "note", "reason": "Watch this.", "rule": "1"}
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, **words)
    assert export(network, cast.ana)["sanctions"] == []


def test_what_one_reported_and_opened_is_there(network, cast):
    """What erasure removes or cuts off from the person, this shows."""
    subject = {"subject_kind": "person", "subject_id": cast.max.person_id, "person_id": cast.max.person_id}
    do(network, cast.ana, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    assert [one["kind"] for one in export(network, cast.ana)["cases_opened"] if one["kind"] == "report"] == ["report"]
    do(network, cast.opal, open_room, cast.everyday, reason="A complaint.")
    assert [one["reason"] for one in export(network, cast.opal)["openings"]] == ["A complaint."]


def test_a_suspension_that_is_over_is_told_as_over(network, cast, clock):
    until = clock.now + timedelta(hours=1)
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="suspension", reason="x", rule="1", until=until)
    clock.move(hours=1)
    assert {one["status"] for one in export(network, cast.ana)["memberships"]} == {"active"}


def test_nobody_gets_nothing(network, cast):
    with pytest.raises(Unauthenticated):
        look(network, None, everything_about_me)


def test_every_table_that_names_people_is_thought_of():
    """A new table that names a person must be shown to them, or stand here with the reason why it is not."""
    shown = {
        "memberships",
        "conversations",
        "messages",
        "reactions",
        "read_marks",
        "blocks",
        "sessions",
        "sanctions",
        "amendments",
        "amendment_supports",
        "amendment_ballots",
        "appeals",
        "applications",
        "losses",
        "appeal_replies",
        "openings",
        "cases",
        "case_openings",
        "safety_letters",
        "resources",
        "resource_versions",
        "review_assignments",
        "review_proposals",
        "endorsements",
        "bookmarks",
        "trials",
        "try_reports",
        "resource_openings",
        "tip_asks",
        "reports",
        "removals",
        "report_limits",
        "spoken_by",
        "voices",
        "member_notes",
        "shifts",
        "first_words",
        "mentors",
        "askings",
    }
    hidden = {
        "charter_versions": "the community's, shown to its members",
        "audit_rows": "about decisions, kept for facilitators",
        "case_notes": "between facilitators",
        "evidence": "for those who decide; one's own words are among one's messages and resources",
        "case_steps": "between facilitators",
        "safety_steps": "between facilitators",
        "safety_editions": "the network's",
        "email_tokens": "a hash of a link",
        "invitations": "the community's",
        "resource_checks": "about decisions, shown where the resource is",
    }
    naming = {
        table.name
        for table in METADATA.sorted_tables
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }
    assert naming == shown | set(hidden)
