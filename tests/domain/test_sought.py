"""Looking for something in the record: it narrows what one may read, and tells nothing beside."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

import networks.wiring  # noqa: F401  (every feature's events are known by it)
from networks.chat.revealing import put_on_record
from networks.chat.rooms import open_room
from networks.communities.actions import invite
from networks.communities.actions import set_role as give_role
from networks.errors import NotAllowed, NotFound
from networks.moderation.actions import decide
from networks.moderation.limiting import limit_reports
from networks.moderation.queries import audit
from networks.moderation.sanctioning import end_sanction, sanction
from networks.moderation.sought import KINDS, LOOKS, Sought
from networks.work import Event
from tests.domain.acts import do, look, say
from tests.domain.reports import case_about, tell


@pytest.fixture
def seen(network):
    """What somebody finds, the latest first: `seen(cast.fay, kind="members")`"""

    def find(who, **sought):
        return [(row.act, row.reason) for row, _ in look(network, who, audit, "crohns", sought=Sought(**sought))]

    return find


@pytest.fixture
def busy(network, cast, clock, second):
    """A day of decisions by three."""
    clock.move(days=1)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    do(network, cast.opal, invite, "crohns")
    words = {"rule": "1", "reason": "Unkind."}
    warned = do(network, second, sanction, "crohns", cast.ana.person_id, kind="mute", **words)
    do(network, cast.fay, end_sanction, warned.id)
    do(network, cast.fay, sanction, "crohns", cast.max.person_id, kind="warning", **words)
    do(network, cast.opal, give_role, "crohns", cast.ana.person_id, "professional", "Nurse")


@pytest.mark.usefixtures("busy")
def test_it_narrows_by_kind_by_whom_about_whom_and_when(cast, clock, seen):
    today = clock.now - timedelta(hours=1)
    assert seen(cast.fay, since=today) == [
        ("membership.role", "professional"),
        ("sanction.made", "Unkind."),
        ("sanction.ended", None),
        ("sanction.made", "Unkind."),
        ("invitation.made", None),
        ("case.decided", "Welcome."),
    ]
    assert seen(cast.fay, kind="cases", since=today) == [("case.decided", "Welcome.")]
    assert seen(cast.fay, by="@BEN") == [("sanction.made", "Unkind.")]
    about = [("membership.role", "professional"), ("sanction.ended", None), ("sanction.made", "Unkind.")]
    assert seen(cast.fay, about="ana", since=today) == about
    assert seen(cast.fay, about="Pia", kind="cases") == [("case.decided", "Welcome.")]
    assert seen(cast.fay, about="ana", by="fay", kind="members") == [("sanction.ended", None)]
    assert seen(cast.fay, until=today) == seen(cast.fay)[6:]


def test_what_somebody_opened_to_read_it_is_found_as_such(network, cast, seen):
    said = say(network, cast.ana, cast.everyday, anonymous=True)
    do(network, cast.opal, open_room, cast.everyday, reason="A court asks for it.")
    do(network, cast.fay, put_on_record, cast.everyday, [said.id])
    assert seen(cast.fay, kind=LOOKS) == [("message.author_seen", None), ("room.opened", "A court asks for it.")]
    assert seen(cast.fay, kind=LOOKS, by="Opal") == [("room.opened", "A court asks for it.")]
    assert seen(cast.opal, kind=LOOKS, about="Ana") == []


def test_a_name_that_nobody_has_and_one_from_elsewhere_find_the_same(cast, seen):
    for who in (cast.fay, cast.opal):
        assert seen(who, by="nobody") == seen(who, about="nobody") == seen(who, about="Gil") == []


def test_nobody_else_looks(network, cast):
    for who, refusal in ((cast.ana, NotAllowed), (cast.lin, NotAllowed), (cast.gil, NotFound), (cast.pia, NotFound)):
        with pytest.raises(refusal):
            look(network, who, audit, "crohns", sought=Sought(about="Ana"))


def test_what_is_kept_from_a_reader_is_found_by_nothing(network, cast, second, seen):
    """Of what is about herself, and of who reported her, a facilitator finds nothing however she asks."""
    said = say(network, cast.fay, cast.everyday)
    tell(network, cast.ana, "message", said.id, reason="spam")
    tell(network, cast.ana, "message", say(network, cast.lin, cast.everyday).id, reason="spam")
    do(network, second, decide, case_about(network, second, said.id).case.id, outcome="dismiss", reason="Marimba.")
    do(network, second, limit_reports, "crohns", cast.ana.person_id, reason="Marimba.")
    note = {"kind": "note", "reason": "Marimba.", "rule": "1"}
    do(network, cast.opal, sanction, "crohns", cast.fay.person_id, **note)
    allowed = seen(cast.fay)
    names = ("", "Ana", "Fay")
    for kind, by, about in product((None, *KINDS, LOOKS), names, names):
        found = seen(cast.fay, kind=kind, by=by, about=about)
        assert set(found) <= set(allowed)
        assert "Marimba." not in {reason for _, reason in found}
    assert ("sanction.noted", "Marimba.") in seen(second, about="Fay")


@pytest.mark.parametrize("anonymous", [True, False])
def test_whose_words_a_decision_was_about_is_not_found_by_a_name(network, cast, seen, anonymous):
    said = say(network, cast.ana, cast.everyday, anonymous=anonymous)
    tell(network, cast.max, "message", said.id, reason="spam")
    case = case_about(network, cast.fay, said.id).case
    do(network, cast.fay, decide, case.id, outcome="dismiss", reason="Fine.")
    for who in (cast.fay, cast.opal):
        assert ("case.decided", "Fine.") in seen(who, kind="cases")
        assert ("case.decided", "Fine.") not in seen(who, about="Ana")


def test_every_act_is_of_a_kind():
    beginnings = [beginning for each in KINDS.values() for beginning in each]
    acts = {kind.act for kind in subclasses(Event) if kind.audited and kind.act}
    assert len(acts) > 30
    assert {act.partition(".")[0] for act in acts} == set(beginnings)
    assert len(beginnings) == len(set(beginnings))


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)
