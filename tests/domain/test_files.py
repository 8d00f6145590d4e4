"""Files of a resource: they follow its versions, and whoever may not see a version finds none of its files."""

from __future__ import annotations

from functools import partial
from itertools import count

import pytest
from sqlalchemy import select

from networks import jobs
from networks.errors import Conflict, Invalid, NotAllowed, NotFound, Unauthenticated
from networks.export import everything_about_me
from networks.resources import files
from networks.resources.actions import edit, keep_draft, offer, revise, submit, withdraw
from networks.resources.endorsing import assign
from networks.resources.files import Kept, attach, detach, expect, file, require_room, strays
from networks.resources.leaving import erase_resources
from networks.resources.opening import open_resource
from networks.resources.queries import resource, versions
from networks.resources.reviewing import decide
from tests.domain.acts import at_once, do, look

TIP = {"kind": "tip", "title": "Pacing a workday", "body": "Three anchors a day."}
EVERYBODY = ("ana", "ben", "max", "lin", "fay", "gil", "oli", "pia", "bea", "una", "opal")
_numbers = count(1)


def sheet(digest: str | None = None, size: int = 1000) -> Kept:
    number = next(_numbers)
    return Kept(f"stored{number}", f"sheet-{number}.pdf", "application/pdf", size, digest or f"{number:064}", None)


@pytest.fixture
def draft(network, cast):
    return do(network, cast.ana, offer, "crohns", **TIP).id


@pytest.fixture
def added(network, cast, draft):
    return do(network, cast.ana, attach, draft, sheet())


def publish(network, cast, made):
    version = do(network, cast.ana, submit, made).version
    do(network, cast.fay, decide, made, outcome="publish", reason="Clear.", version=version)


def who_sees(network, cast, file_id):
    found = set()
    for name in EVERYBODY:
        try:
            look(network, getattr(cast, name), file, file_id)
            found.add(name)
        except NotFound:
            pass
    return found


def listed(network, who, resource_id, **more):
    return [one.id for one in look(network, who, resource, resource_id, **more).files]


def cleared(network):
    """The names that jobs are to look after now."""
    with network.reading() as work:
        rows = work.session.scalars(select(jobs.JobRow).where(jobs.JobRow.kind == "files"))
        return {name for row in rows if row.due_at <= work.now for name in row.payload["names"]}


def test_a_file_is_seen_by_whoever_sees_the_version_that_has_it(network, cast, draft, added):
    with pytest.raises(Unauthenticated):
        look(network, None, file, added.id)
    assert who_sees(network, cast, added.id) == {"ana"}
    do(network, cast.ana, submit, draft)
    assert who_sees(network, cast, added.id) == {"ana", "fay"}
    do(network, cast.fay, decide, draft, outcome="publish", reason="Clear.", version=1)
    assert who_sees(network, cast, added.id) == {"ana", "ben", "max", "lin", "fay"}
    do(network, cast.ana, withdraw, draft)
    assert who_sees(network, cast, added.id) == {"ana"}


def test_a_file_of_a_new_version_is_not_seen_while_only_the_old_one_is_published(network, cast, draft, added):
    publish(network, cast, draft)
    do(network, cast.ana, revise, draft)
    newer = do(network, cast.ana, attach, draft, sheet())
    assert who_sees(network, cast, newer.id) == {"ana"}
    assert listed(network, cast.ben, draft) == [added.id]
    assert listed(network, cast.ana, draft) == [added.id, newer.id]
    do(network, cast.ana, submit, draft)
    assert who_sees(network, cast, newer.id) == {"ana", "fay"}
    do(network, cast.fay, decide, draft, outcome="publish", reason="Clear.", version=2)
    assert listed(network, cast.ben, draft) == [added.id, newer.id]
    assert [len(one.files) for one in look(network, cast.ben, versions, draft)] == [2, 1]


def test_what_is_taken_out_of_a_new_version_stays_with_the_published_one(network, cast, draft, added):
    publish(network, cast, draft)
    do(network, cast.ana, revise, draft)
    do(network, cast.ana, detach, added.id)
    assert listed(network, cast.ana, draft) == []
    assert listed(network, cast.ben, draft) == [added.id]
    assert "ben" in who_sees(network, cast, added.id)
    assert cleared(network) == set()
    with pytest.raises(NotFound):
        do(network, cast.ana, detach, added.id)


def test_what_nobody_else_has_read_is_gone_when_it_is_taken_out(network, cast, draft, added):
    do(network, cast.ana, edit, draft, body="Four anchors.")
    do(network, cast.ana, detach, added.id)
    assert who_sees(network, cast, added.id) == set()
    assert cleared(network) == {added.stored}
    assert look(network, None, strays, [added.stored]) == {added.stored}


def test_what_a_reviewer_has_read_keeps_its_files(network, cast, draft, added):
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, decide, draft, outcome="request_changes", reason="Which page?", version=1)
    known = look(network, cast.ana, resource, draft).said.saved_at
    newer = do(network, cast.ana, attach, draft, sheet())
    do(network, cast.ana, detach, added.id)
    assert listed(network, cast.fay, draft, number=1) == [added.id]
    assert listed(network, cast.ana, draft) == [newer.id]
    assert do(network, cast.ana, keep_draft, draft, known=known, body="Page 4.").version == 2, "still the same words"


def test_an_operator_sees_it_who_opened_the_resource_with_a_reason_and_a_professional_who_is_asked(
    network, cast, draft, added, clock
):
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, assign, draft, cast.lin.person_id)
    do(network, cast.opal, open_resource, draft, reason="A member wrote to us about it.")
    assert who_sees(network, cast, added.id) == {"ana", "fay", "lin", "opal"}
    with pytest.raises(NotFound):
        do(network, cast.opal, detach, added.id)
    clock.move(hours=2)
    assert who_sees(network, cast, added.id) == {"ana", "fay", "lin"}


def test_only_its_author_adds_and_removes_and_only_in_a_draft(network, cast, draft, added):
    for who in (cast.ben, cast.fay, cast.gil, cast.oli):
        for act in (partial(attach, resource_id=draft, file=sheet()), partial(detach, file_id=added.id)):
            with pytest.raises(NotFound):
                do(network, who, act)
    do(network, cast.ana, submit, draft)
    for act in (partial(attach, resource_id=draft, file=sheet()), partial(detach, file_id=added.id)):
        with pytest.raises(Conflict):
            do(network, cast.ana, act)
    with pytest.raises(Conflict):
        look(network, cast.ana, require_room, draft)
    do(network, cast.fay, decide, draft, outcome="publish", reason="Clear.", version=1)
    with pytest.raises(NotAllowed):
        do(network, cast.ben, attach, draft, sheet())


def test_the_same_file_sent_again_is_there_once(network, cast, draft):
    first = do(network, cast.ana, attach, draft, sheet("a" * 64))
    again = do(network, cast.ana, attach, draft, sheet("a" * 64))
    assert again.id == first.id
    do(network, cast.ana, submit, draft)
    do(network, cast.fay, decide, draft, outcome="request_changes", reason="Why?", version=1)
    assert do(network, cast.ana, attach, draft, sheet("a" * 64)).id == first.id
    assert look(network, cast.ana, resource, draft).version == 1, "a retry is no new version"


def test_ten_are_the_most_and_a_persons_files_have_a_bound(network, cast, draft, monkeypatch):
    for _ in range(10):
        do(network, cast.ana, attach, draft, sheet())
    with pytest.raises(Invalid) as refused:
        do(network, cast.ana, attach, draft, sheet())
    assert "ten" in refused.value.fields["file"]
    other = do(network, cast.ana, offer, "crohns", **TIP).id
    monkeypatch.setattr(files, "ALLOWANCE", 10_500)
    with pytest.raises(Invalid) as refused:
        do(network, cast.ana, attach, other, sheet())
    assert "200 MB" in refused.value.fields["file"]
    assert do(network, cast.ben, attach, do(network, cast.ben, offer, "crohns", **TIP).id, sheet()).size == 1000


def test_two_at_once_for_the_last_place_and_the_same_file_twice_at_once(network, cast):
    for _ in range(10):
        made = do(network, cast.ana, offer, "crohns", **TIP).id
        for _ in range(9):
            do(network, cast.ana, attach, made, sheet(size=1))
        said = at_once([partial(do, network, cast.ana, attach, made, sheet(size=1)) for _ in range(2)])
        assert sorted(isinstance(one, Invalid) for one in said) == [False, True], said
        assert len(listed(network, cast.ana, made)) == 10
        other = do(network, cast.ana, offer, "crohns", **TIP).id
        twice = [partial(do, network, cast.ana, attach, other, sheet("b" * 64, size=1)) for _ in range(2)]
        assert len({one.id for one in at_once(twice)}) == 1


def test_an_upload_that_was_cut_is_looked_after_later(network, cast, draft):
    do(network, cast.ana, expect, ["lost", "kept"])
    do(network, cast.ana, attach, draft, sheet()._replace(stored="kept"))
    assert cleared(network) == set(), "it may still be under way"
    assert look(network, None, strays, ["lost", "kept"]) == {"lost"}


def test_whoever_leaves_takes_their_files_and_may_leave_what_is_published(network, cast, draft, added):
    publish(network, cast, draft)
    do(network, cast.ana, revise, draft)
    newer = do(network, cast.ana, attach, draft, sheet())
    private = do(network, cast.ana, attach, do(network, cast.ana, offer, "crohns", **TIP).id, sheet())
    do(network, cast.ana, erase_resources, words_too=False)
    assert cleared(network) == {newer.stored, private.stored}
    assert listed(network, cast.ben, draft) == [added.id]
    assert look(network, None, strays, [added.stored, newer.stored, private.stored]) == {newer.stored, private.stored}


def test_whoever_erases_everything_leaves_no_file(network, cast, draft, added):
    publish(network, cast, draft)
    do(network, cast.ana, erase_resources, words_too=True)
    assert cleared(network) == {added.stored}
    assert who_sees(network, cast, added.id) == set()


def test_the_export_of_what_is_ones_own_lists_files_and_not_where_they_are(network, cast, added):
    (told,) = look(network, cast.ana, everything_about_me)["resource_files"]
    assert (told["name"], told["size"], told["type"]) == (added.name, 1000, "application/pdf")
    assert added.stored not in str(told)
    assert look(network, cast.ben, everything_about_me)["resource_files"] == []
