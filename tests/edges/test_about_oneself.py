"""What others do about a facilitator is nowhere for her: all that she can look at stays as it was, to the byte."""

from __future__ import annotations

import re

import pytest

from tests.edges.caller import key
from tests.edges.forms import EXEMPT, KINDS, VALUES
from tests.edges.test_access_pages import Reader, address, seen
from tests.edges.things import SLUG

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

OURS = re.compile(r"^/(c/|api/v1/(communities|me|cases|overview))")
ONCE = re.compile(r'name="client_key" value="[^"]*"')
"""The key that a form brings, so that sending it twice sends it once."""

EXTRA = [
    f"/c/{SLUG}/queue?state=closed",
    *(
        f"/api/v1/communities/{SLUG}/cases?{which}"
        for which in ("state=closed", "state=claimed", "kind=report", "limit=1")
    ),
    *(f"/api/v1/communities/{SLUG}/audit/export?format={form}" for form in ("csv", "jsonl")),
    *(f"/api/v1/communities/{SLUG}/dashboard/{key}" for key in ("needs_human", "resolution", "load")),
]
OF_REPORTER = (f"/c/{SLUG}/members/{{}}", f"/api/v1/communities/{SLUG}/members/{{}}/report-limit")
"""What there is about whoever reported her."""


MENTORS = {f"/c/{SLUG}/welcoming", f"/api/v1/communities/{SLUG}/mentors"}
EXPORT = "/api/v1/me/export"
GIVEN = {"a note between facilitators": {EXPORT}, "closed": {EXPORT, *MENTORS}, "noted on her appeal": {EXPORT}}
"""Whoever asks for all their data gets what is noted about them, without who noted it, what became of their hello, and
that somebody looks at their appeal. Mentors' places say how much they are asked, and not about whom."""


def everything(app, things, reader) -> dict[str, str]:
    """Each address that can be asked for, with what it answers."""
    found = {}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in EXEMPT and OURS.match(rule.rule):
            kind = KINDS.get(rule.endpoint.removeprefix("api_").partition(".")[0], "report")
            path = address(app, rule, {**VALUES, "kind": "report", **things.ids, "case_id": things.cases[kind]})
            found[path] = ""
    reporter = things.cast.ana.person_id
    for path in (*found, *EXTRA, *(path.format(reporter) for path in OF_REPORTER)):
        answer = reader.open("GET", path, {})
        found[path] = f"{answer.status_code} {ONCE.sub('', seen(answer, path))}"
    return found


def steps(things, said):
    """What others do, one after the other, about something that Sue said, and about her."""
    ana, fay, opal, flo = things.cast.ana, things.cast.fay, things.cast.opal, things.flo
    report = {"target": {"kind": "message", "id": said}, "reason": "risk", "note": "Please look."}
    yield "reported", lambda: things.post(ana, "/reports", report)
    cases = things.as_(fay).get(f"{things.here}/cases?kind=report").get_json()["items"]
    case = next(f"/cases/{one['id']}" for one in cases if one["subject"]["id"] == said)
    limit = f"{things.here}/members/{ana.person_id}/report-limit"
    yield "limited who reported", lambda: things.post(fay, limit, {"reason": "Marimba."})
    yield "claimed", lambda: things.post(fay, f"{case}/claim")
    yield "noted", lambda: things.post(fay, f"{case}/notes", {"body": "Marimba."})
    yield "handed over", lambda: things.post(fay, f"{case}/handover", {"person_id": str(flo.person_id)})
    yield "opened", lambda: things.post(opal, f"{case}/openings", {"reason": "Marimba."})
    yield "decided", lambda: things.post(flo, f"{case}/decision", {"outcome": "dismiss", "reason": "Marimba."})
    her = f"{things.here}/members/{things.sue.person_id}"
    yield "noted about her", lambda: things.post(fay, f"{her}/notes", {"body": "Marimba."})
    note = {"kind": "note", "reason": "Marimba.", "rule": "1"}
    yield "a note between facilitators", lambda: things.post(opal, f"{her}/sanctions", note)
    climbed = f"/cases/{things.cases['safety']}/steps"
    yield "acknowledged", lambda: things.post(fay, climbed, {"kind": "acknowledge"})
    yield "acted", lambda: things.post(fay, climbed, {"kind": "act", "note": "Marimba."})
    hello = f"/cases/{things.cases['newcomer']}"
    yield "closed", lambda: things.post(fay, f"{hello}/decision", {"outcome": "close", "reason": "Marimba."})
    yield "freed who reported", lambda: things.made(flo, "DELETE", limit)
    heard = f"/cases/{things.cases['appeal']}"
    yield "taken", lambda: things.post(fay, f"{heard}/claim")
    yield "noted on her appeal", lambda: things.post(fay, f"{heard}/notes", {"body": "Marimba."})


LOOKS = (
    "reported", "limited who reported", "handed over", "decided", "a note between facilitators", "closed",
    "noted on her appeal",
)  # fmt: skip
"""After which of these she looks again: she would find the others' traces as well."""


@pytest.fixture
def said(things):
    words = {"body": "Just bin the tablets.", "client_key": key()}
    return things.post(things.sue, f"/rooms/{things.ids['room_id']}/messages", words)["message"]["id"]


def test_what_others_do_about_her_changes_nothing_that_she_sees(app, things, said):
    reader = Reader(app, things.sue)
    everything(app, things, reader)  # that she takes the record out stands in it once a day
    before = everything(app, things, reader)
    assert len(before) > 60
    for name, act in steps(things, said):
        act()
        if name in LOOKS:
            after = everything(app, things, reader)
            assert_same(before, after, name)
            before = after


def test_it_changes_nothing_either_for_those_who_look_after_nothing_here(app, things, said):
    readers = [Reader(app, things.people[column]) for column in ("Mu", "Pe", "FO")]
    before = [everything(app, things, reader) for reader in readers]
    for _, act in steps(things, said):
        act()
    for reader, known in zip(readers, before, strict=True):
        assert_same(known, everything(app, things, reader), "closed")


def assert_same(before: dict[str, str], after: dict[str, str], name: str) -> None:
    others = after.keys() - GIVEN.get(name, set())
    told = {path: first_difference(before[path], after[path]) for path in others if before[path] != after[path]}
    assert not told, name + "".join(f"\n{path}: {how}" for path, how in told.items())


def first_difference(one: str, other: str) -> str:
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(place - 80, 0) : place + 80]!r} became {other[max(place - 80, 0) : place + 80]!r}"
