"""What somebody may not know of looks, byte for byte, like what is not there."""

from __future__ import annotations

import pytest

from tests.edges.caller import NOWHERE, gone, key

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def hidden_and_missing(cast) -> list[tuple[str, str, str, dict | None]]:
    """Calls about what is hidden from Oli beside the same about what does not exist: method, path, path, body."""
    message = {"body": "Hello.", "client_key": key()}
    inside = [
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine"}),
        ("GET", "/rooms", None),
        ("POST", "/rooms", {"name": "Mine"}),
        ("GET", "/members", None),
        ("GET", f"/members/{cast.ana.person_id}", None),
        ("PATCH", f"/members/{cast.ana.person_id}", {"role": "member"}),
        ("POST", f"/members/{cast.ana.person_id}/sanctions", {"kind": "note", "reason": "x", "rule": "x"}),
        ("GET", "/invitations", None),
        ("POST", "/invitations", {}),
        ("POST", "/memberships", {"answers": ["a", "b"]}),
        ("DELETE", "/memberships/me", None),
        ("GET", "/cases", None),
        ("GET", "/audit", None),
    ]
    calls = [
        (how, f"/communities/{cast.hidden}{rest}", f"/communities/nowhere{rest}", said) for how, rest, said in inside
    ]
    room = [("GET", "messages", None), ("POST", "messages", message), ("PUT", "read", {"seq": 0})]
    room.append(("POST", "openings", {"reason": "Curious."}))
    return calls + [(how, f"/rooms/{cast.quiet_corner}/{rest}", f"/rooms/{NOWHERE}/{rest}", s) for how, rest, s in room]


@pytest.mark.parametrize("who", ["oli", "pia", "bea", "gil", "una"])
@on_sqlite
def test_what_is_hidden_looks_like_what_is_not_there(as_, cast, who):
    person = getattr(cast, who)
    for how, hidden, missing, said in hidden_and_missing(cast):
        if who == "pia" and (how, hidden) in own_place(cast):
            continue  # whoever waits sees the name and can withdraw
        assert gone(as_(person).call(how, hidden, said)) == gone(as_(person).call(how, missing, said)), (how, hidden)


def own_place(cast) -> set[tuple[str, str]]:
    place = f"/communities/{cast.hidden}"
    return {("GET", place), ("POST", f"{place}/memberships"), ("DELETE", f"{place}/memberships/me")}


@on_sqlite
def test_to_nobody_too_what_is_hidden_looks_like_what_is_not_there(as_, cast):
    for how, hidden, missing, said in hidden_and_missing(cast):
        one, other = as_(None).call(how, hidden, said), as_(None).call(how, missing, said)
        assert one.status_code in (401, 404), (how, hidden)
        assert (one.status_code, one.data) == (other.status_code, other.data), (how, hidden)


@on_sqlite
def test_messages_cases_and_sanctions_are_hidden_as_well(as_, cast):
    said = {"body": "Between us.", "client_key": key()}
    message = as_(cast.ana).post(f"/rooms/{cast.quiet_corner}/messages", said).json["message"]["id"]
    ways = [
        ("PATCH", "/messages/{}", message, {"body": "Mine."}),
        ("DELETE", "/messages/{}", message, None),
        ("PUT", "/messages/{}/reactions/👍", message, None),
        ("DELETE", "/messages/{}/reactions/👍", message, None),
        ("GET", "/cases/{}", cast.pia_case, None),
        ("GET", "/cases/{}/notes", cast.pia_case, None),
        ("POST", "/cases/{}/notes", cast.pia_case, {"body": "Mine."}),
        ("POST", "/cases/{}/claim", cast.pia_case, None),
        ("POST", "/cases/{}/decision", cast.pia_case, {"outcome": "approve", "reason": "x"}),
        ("DELETE", "/sanctions/{}", cast.bea_ban, None),
    ]
    for person in (cast.oli, cast.pia, cast.bea, cast.gil, cast.una, None):
        for how, path, what, body in ways:
            one = as_(person).call(how, path.format(what), body)
            other = as_(person).call(how, path.format(NOWHERE), body)
            assert one.status_code in ((401, 404) if person is None else (404,)), (how, path)
            assert (one.status_code, one.data) == (other.status_code, other.data), (how, path)
