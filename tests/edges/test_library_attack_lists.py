"""Lists that come in: counted before each of them is looked at. A megabyte of what is no tag took ten seconds, in which
nobody else was served, and was answered by ten megabytes."""

from __future__ import annotations

import pytest
from limits import parse
from marshmallow import fields

from app import limits
from app.schemas.fields import In, Several
from networks.resources import histories
from networks.resources.actions import edit, offer
from tests.domain.acts import do
from tests.domain.reviews import published
from tests.edges.caller import refused
from tests.frame.clients import Api

MANY = 1000


def kinds(of=In):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_list_that_comes_in_is_counted_first(app):
    lists = [one for kind in kinds() for one in kind().fields.values() if isinstance(one, fields.List)]
    assert len(lists) > 10
    assert all(isinstance(one, Several) for one in lists)


@pytest.mark.parametrize("odd", [0, "", "word", {}], ids=str)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_of_a_thousand_words_that_are_none_not_each_is_named(as_, network, cast, odd):
    made, draft = published(network, cast), do(network, cast.ana, offer, "crohns", kind="tip", title="A", body="B").id
    report = {"illness": "less", "treatment": "same", "effort": "some", "days": 3, "kept": True}
    for who, method, path, body, names in (
        (cast.ana, "POST", "/communities/crohns/resources", {"kind": "tip", "title": "A"}, ("tags", "needs")),
        (cast.ana, "PATCH", f"/resources/{draft}", {}, ("tags", "needs")),
        (cast.ana, "PUT", f"/resources/{draft}/draft", {}, ("tags", "needs")),
        (cast.ben, "PUT", f"/resources/{made}/try-report", report, ("circumstances",)),
        (cast.fay, "PATCH", "/communities/crohns/library", {}, ("tags", "circumstances")),
        (cast.fay, "PUT", "/communities/crohns/review-reasons", {}, ("publish",)),
    ):
        for name in names:
            error = refused(as_(who).call(method, path, body | {name: [odd] * MANY}), 422, name)
            assert list(error["fields"]) == [name], path


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_of_a_long_history_no_more_is_compared_than_is_asked_for(as_, network, cast, monkeypatch):
    made = do(network, cast.ana, offer, "crohns", kind="tip", title="A", body="Words.").id
    for number in range(11):
        do(network, cast.ana, edit, made, body=f"Other words, {number}.")
    compared = []

    def changes(_old, new):
        compared.append(new.number)
        return []

    monkeypatch.setattr(histories, "changes", changes)
    first = as_(cast.ana).get(f"/resources/{made}/history?limit=1")
    assert compared == [12, 11]
    assert [one["compared_with"] for one in first.json["items"]] == [11]
    for part in ("history", "versions"):
        found, cursor = [], None
        while True:
            query = {"limit": 5} | ({"cursor": cursor} if cursor else {})
            page = as_(cast.ana).get(f"/resources/{made}/{part}", query_string=query).json
            found += [one["version"] for one in page["items"]]
            if (cursor := page["next"]) is None:
                break
        assert found == list(range(12, 0, -1)), part


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_writing_for_the_library_has_its_bounds(limited, network, cast, monkeypatch):
    """What is written is rendered, which takes longest of all."""
    monkeypatch.setitem(limits.RATES, "write", (parse("4/minute"), parse("99/minute")))
    app, made = limited(), do(network, cast.ana, offer, "crohns", kind="tip", title="A", body="Words.").id
    ana, ben = (Api(app, cast.token(person)) for person in (cast.ana, cast.ben))
    assert ana.patch(f"/resources/{made}", {"body": "Others."}).status_code == 200
    assert ana.put(f"/resources/{made}/draft", {"body": "Others."}).status_code == 200
    assert ana.post("/communities/crohns/resources/preview", {"body": "Others."}).status_code == 200
    assert ana.post("/communities/crohns/resources", {"kind": "tip", "title": "A"}).status_code == 201
    for answer in (
        ana.patch(f"/resources/{made}", {"body": "Others."}),
        ana.put(f"/resources/{made}/draft", {"body": "Others."}),
        ana.post("/communities/crohns/resources/preview", {"body": "Others."}),
        ana.post("/communities/crohns/resources", {"kind": "tip", "title": "A"}),
    ):
        refused(answer, 429)
    assert ben.post("/communities/crohns/resources/preview", {"body": "Others."}).status_code == 200
