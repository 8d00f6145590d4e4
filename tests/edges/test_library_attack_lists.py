"""Lists that come in: counted before each of them is looked at. A megabyte of what is no tag took ten seconds, in which
nobody else was served, and was answered by ten megabytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from marshmallow import fields

from app.schemas.fields import In, Several
from networks.resources.actions import offer
from tests.domain.acts import do
from tests.domain.reviews import published
from tests.edges.caller import refused

MANY = 1000


def kinds(schema: type = In) -> Iterator[type[In]]:
    for kind in schema.__subclasses__():
        yield kind
        yield from kinds(kind)


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
