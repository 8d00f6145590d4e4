"""The history of a room over HTTP: forward, backward, by change, page by page."""

from __future__ import annotations

import pytest

from networks.chat.posting import post_message
from tests.edges.caller import key, refused

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_history_reads_forward_backward_and_by_change(as_, cast, say, read):
    made = [say(cast.ana, f"Number {n}.") for n in range(1, 8)]
    as_(cast.ana).patch(f"/messages/{made[1]['id']}", {"body": "Edited."})
    as_(cast.ana).delete(f"/messages/{made[0]['id']}")

    def seqs(found: dict) -> list[int]:
        return [one["seq"] for one in found["items"]]

    assert seqs(read()) == [1, 2, 3, 4, 5, 6, 7]
    assert read()["last_seq"] == 9
    assert seqs(read(limit=2)) == [6, 7]
    assert seqs(read(after_seq=2, limit=3)) == [3, 4, 5]
    assert seqs(read(before_seq=5, limit=3)) == [2, 3, 4]
    assert seqs(read(before_seq=1)) == []
    assert seqs(read(after_seq=7)) == []
    assert seqs(read(changed_after=6)) == [7, 2, 1]
    assert [one["change_seq"] for one in read(changed_after=6)["items"]] == [7, 8, 9]
    assert seqs(read(changed_after=9)) == []


@pytest.mark.parametrize("start", [{}, {"before_seq": 12}, {"after_seq": 0}, {"changed_after": 0}])
@on_sqlite
def test_history_goes_on_at_its_cursor_until_its_end(cast, say, read, start):
    for n in range(1, 12):
        say(cast.ana, f"Number {n}.")
    found, query, rounds = set(), {**start, "limit": 4}, 0
    while True:
        page = read(**query)
        assert len(page["items"]) <= 4
        found |= {one["seq"] for one in page["items"]}
        rounds += 1
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert (found, rounds) == (set(range(1, 12)), 3)


@pytest.mark.parametrize(
    "query",
    ["after_seq=x", "after_seq=-1", "before_seq=1.5", "changed_after=1e3", "limit=0", "limit=101", "cursor=x",
     "after_seq=99999999999999999999", "cursor=9999999999999999999", "cursor=%00"],
)  # fmt: skip
@on_sqlite
def test_history_takes_only_numbers_that_can_be(as_, cast, query):
    refused(as_(cast.ana).get(f"/rooms/{cast.everyday}/messages?{query}"), 422, query.partition("=")[0])


@pytest.mark.parametrize("query", ["after_seq", "before_seq", "changed_after", "cursor"])
@pytest.mark.parametrize("number", [2**31, 2**53, 10**15 - 1])
def test_history_takes_every_number_that_can_be(as_, cast, query, number):
    if query == "cursor" and number == 2**53:
        return
    answer = as_(cast.ana).get(f"/rooms/{cast.everyday}/messages", query_string={query: number})
    assert (answer.status_code, answer.json["items"]) == (200, [])


@on_sqlite
def test_a_page_of_history_is_50_where_nothing_else_is_asked(cast, network, read):
    with network.begin(cast.ana) as work:
        for n in range(60):
            post_message(work, cast.everyday, body=f"Number {n}.", client_key=key())
    found = read()
    assert [one["seq"] for one in found["items"]] == list(range(11, 61))
    assert len(read(cursor=found["next"])["items"]) == 10
    assert len(read(limit=100)["items"]) == 60


def test_a_stretch_that_is_kept_shows_each_reader_their_own_and_nobody_elses(as_, cast, say):
    one = say(cast.ana, "Mine.")
    place = f"/rooms/{cast.everyday}/messages?changed_after=0"
    as_(cast.ben).put(f"/messages/{one['id']}/reactions/👍")
    (by_ana,), (by_ben,), (by_max,) = (as_(who).get(place).json["items"] for who in (cast.ana, cast.ben, cast.max))
    assert (by_ana["client_key"], by_ana["mine"]) == (one["client_key"], [])
    assert ("client_key" in by_ben, by_ben["mine"]) == (False, ["👍"])
    assert ("client_key" in by_max, by_max["mine"]) == (False, [])


def test_a_stretch_that_is_kept_is_never_older_than_the_last_change(as_, cast, say):
    one = say(cast.ana, "First words.")
    place = f"/rooms/{cast.everyday}/messages?after_seq=0"
    assert as_(cast.ben).get(place).json["items"][0]["body"] == "First words."
    as_(cast.ana).patch(f"/messages/{one['id']}", {"body": "Second words."})
    assert as_(cast.ben).get(place).json["items"][0]["body"] == "Second words."
    as_(cast.ben).put(f"/messages/{one['id']}/reactions/👍")
    assert as_(cast.ana).get(place).json["items"][0]["reactions"] == {"👍": 1}
    as_(cast.ana).delete(f"/messages/{one['id']}")
    assert as_(cast.ben).get(place).json["items"][0]["body"] is None


def test_a_stretch_that_is_kept_for_facilitators_tells_members_nothing(as_, cast, say):
    say(cast.ana, "Who else?", anonymous=True)
    place = f"/rooms/{cast.everyday}/messages?after_seq=0"
    assert as_(cast.fay).get(place).json["items"][0]["author"]["handle"] == "Ana"
    assert as_(cast.ben).get(place).json["items"][0]["author"] is None
    assert as_(cast.fay).get(place).json["items"][0]["author"]["handle"] == "Ana"
