"""Bringing a library in: all of it or nothing, each as any other submission, and nothing twice."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import event

from networks.errors import Invalid, NotAllowed, NotFound
from networks.moderation.queries import audit, cases
from networks.resources.actions import hand_in_all, offer, submit
from networks.resources.exchange import MOST, Line, bring_in, carried, look_through
from networks.resources.library import Wanted, library
from networks.resources.queries import resource
from networks.resources.reviewing import decide
from tests.domain.acts import at_once, do, look

PEOPLE = ("ana", "max", "lin", "gil", "oli", "pia", "bea", "opal")


def lines(amount: int) -> list[Line]:
    return [Line(number, said(number), {}) for number in range(1, amount + 1)]


def said(number: int) -> dict[str, object]:
    return {"kind": "tip", "title": f"Tip {number}", "body": f"Anchor **{number}**.", "tags": ["work"]}


def bring(network, who, given, *, until: int | None = None) -> int:
    """Bring lines in, and stumble when so many are done."""
    made = 0
    with network.begin(who) as work:
        for some in bring_in(work, "crohns", given):
            made += some
            if until is not None and made >= until:
                raise RuntimeError("the server is killed")
    return made


@pytest.fixture(autouse=True)
def second(second):
    """Ben facilitates as well: nobody sees a case about what they handed in themselves."""
    return second


def waiting(network, cast) -> tuple[int, int]:
    """Submissions that wait, and cases about them."""
    found = look(network, cast.ben, library, "crohns", Wanted(state="submitted", sort="recent"), limit=1000)
    return len(found), len(look(network, cast.ben, cases, "crohns", kind="review", limit=1000)[1])


def test_what_comes_in_at_once_is_as_what_is_handed_in_one_by_one(network, cast):
    one = do(network, cast.fay, offer, "crohns", **said(1)).id
    do(network, cast.fay, submit, one)
    do(network, cast.fay, hand_in_all, "crohns", [(said(2), None)])
    _, found = look(network, cast.ben, cases, "crohns", kind="review")
    (other,) = {case.case.subject_id for case in found} - {one}
    seen = [look(network, cast.fay, resource, which) for which in (one, other)]
    hidden = {"id", "resource_id", "created_at", "submitted_at", "saved_at", "title", "body", "html"}
    for part in ("resource", "said"):
        rows = [getattr(view, part) for view in seen]
        same = [{c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in hidden} for row in rows]
        assert same[0] == same[1]
    assert seen[1].said.html == "<p>Anchor <strong>2</strong>.</p>"
    assert seen[1].resource.submitted_at is not None
    kept = [(case.case.state, case.case.severity, case.case.person_id, set(case.case.evidence)) for case in found]
    assert kept[0] == kept[1]


def test_killed_in_between_it_leaves_nothing_and_then_it_comes_in_whole(network, cast):
    before = waiting(network, cast)
    acts = len(look(network, cast.fay, audit, "crohns", limit=1000))
    for until in (25, 60):
        with pytest.raises(RuntimeError):
            bring(network, cast.fay, lines(60), until=until)
        assert waiting(network, cast) == before
        assert len(look(network, cast.fay, audit, "crohns", limit=1000)) == acts
    assert bring(network, cast.fay, lines(60)) == 60
    assert waiting(network, cast) == (before[0] + 60, before[1] + 60)
    assert bring(network, cast.fay, lines(60)) == 0
    assert waiting(network, cast) == (before[0] + 60, before[1] + 60)


def test_where_one_line_is_wrong_nothing_comes_in(network, cast):
    wrong = Line(3, {"kind": "link", "title": "A link", "body": "Without one."}, {})
    found = look(network, cast.fay, look_through, "crohns", [*lines(2), wrong])
    assert [line.faults for line in found] == [{}, {}, {"url": "Please add the link."}]
    with pytest.raises(Invalid) as refusal:
        bring(network, cast.fay, [*lines(2), wrong])
    assert refusal.value.fields == {"3.url": "Please add the link."}
    with pytest.raises(Invalid):
        bring(network, cast.fay, lines(MOST + 1))
    assert waiting(network, cast) == (0, 0)


def test_two_who_bring_the_same_in_at_once_bring_it_once(network, cast, second):
    both = [partial(bring, network, who, lines(5)) for who in (cast.fay, second)]
    assert sorted(at_once(both)) == [0, 5]
    assert waiting(network, cast)[0] == 5


def test_what_nobody_else_may_see_is_no_double(network, cast):
    do(network, cast.ana, offer, "crohns", **said(1))
    (draft,) = look(network, cast.fay, look_through, "crohns", lines(1))
    assert draft.is_new
    made = do(network, cast.ana, offer, "crohns", **said(2)).id
    do(network, cast.ana, submit, made)
    _, waits = look(network, cast.fay, look_through, "crohns", lines(2))
    assert waits.double == 0


def test_nobody_reviews_what_they_brought_in(network, cast):
    bring(network, cast.fay, lines(1))
    (made,) = look(network, cast.fay, library, "crohns", Wanted(state="submitted", sort="recent"))
    with pytest.raises(NotAllowed):
        do(network, cast.fay, decide, made.id, outcome="publish", reason="Mine.", version=1)


def test_what_is_published_leaves_in_stretches_without_a_gap(network, cast, second):
    bring(network, cast.fay, lines(7))
    for one in look(network, second, library, "crohns", Wanted(state="submitted", sort="recent")):
        do(network, second, decide, one.id, outcome="publish", reason="Good.", version=1)
    do(network, cast.fay, offer, "crohns", **said(8))
    found, after = [], None
    while some := look(network, cast.fay, carried, "crohns", after=after, limit=3):
        found += [words for _, words in some]
        after = some[-1][0]
    assert sorted(words["title"] for words in found) == [f"Tip {number}" for number in range(1, 8)]
    assert "Fay" not in repr(found)


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_but_facilitators_takes_it_out_or_brings_it_in(network, cast, name):
    who = getattr(cast, name)
    refusal = NotAllowed if name in ("ana", "max", "lin") else NotFound
    for attempt in (
        partial(look, network, who, carried, "crohns"),
        partial(look, network, who, look_through, "crohns", lines(1)),
        partial(bring, network, who, lines(1)),
    ):
        with pytest.raises(refusal):
            attempt()
    assert waiting(network, cast) == (0, 0)


def test_as_many_as_may_come_at_once_keep_others_waiting_for_a_moment_only(network, cast):
    """Counted in statements: the time that they take is the machine's."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(network.database.writer, "before_cursor_execute", count)
    try:
        assert bring(network, cast.fay, lines(MOST)) == MOST
    finally:
        event.remove(network.database.writer, "before_cursor_execute", count)
    assert len(asked) < 1.5 * MOST
