"""How much one facilitator should carry: the operator says it, and whoever has had as much is told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from networks.errors import NotAllowed, NotFound
from networks.moderation.actions import claim, decide
from networks.moderation.cases import open_case
from networks.moderation.models import CaseKind
from networks.overview.dashboard import dashboard
from networks.overview.load import set_cap, too_much
from tests.domain.acts import do, look


def carrying(network, cast):
    return look(network, cast.fay, too_much, cast.crohns_id)


def figure(network, cast, **how):
    return look(network, cast.fay, dashboard, "crohns", **how).figures["load"]


def test_without_a_cap_nobody_is_told(network, cast):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert carrying(network, cast) is None
    assert figure(network, cast).threshold is None


def test_whoever_has_had_as_many_as_the_cap_is_told_for_seven_days(network, cast, clock):
    do(network, cast.opal, set_cap, "crohns", 2)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert carrying(network, cast) is None
    subject = {"subject_kind": "person", "subject_id": uuid4(), "person_id": cast.ben.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    items = look(network, cast.fay, dashboard, "crohns").items
    waiting = next(one for one in items if one.subject_id == subject["subject_id"])
    do(network, cast.fay, claim, waiting.id)
    assert carrying(network, cast) == (2, 2)
    clock.move(days=8)
    assert carrying(network, cast) is None


def test_the_cap_is_the_figures_threshold_for_as_long_as_its_period(network, cast):
    do(network, cast.opal, set_cap, "crohns", 1)
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    assert figure(network, cast, days=14).threshold == 2
    assert figure(network, cast, days=14).state == "ok"
    assert figure(network, cast, days=1).state == "watch"
    do(network, cast.opal, set_cap, "crohns", None)
    assert figure(network, cast, days=1).state == "ok"


@pytest.mark.parametrize(("name", "refusal"), [("fay", NotAllowed), ("ana", NotAllowed), ("gil", NotFound)])
def test_only_operators_set_it(network, cast, name, refusal):
    with pytest.raises(refusal):
        do(network, getattr(cast, name), set_cap, "crohns", 5)
