"""The record of decisions, as facilitators read it."""

from __future__ import annotations

import re

import pytest

from networks.moderation.actions import decide
from networks.moderation.cases import open_case
from networks.moderation.models import CaseKind
from networks.moderation.queries import cases
from networks.moderation.sanctioning import sanction
from tests.cast import PASSPHRASE
from tests.domain.acts import do, look

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def record(client):
    """The record's page as somebody reads it."""

    def read(handle):
        client.delete_cookie("cairn")
        client.post("/api/v1/sessions", json={"handle": handle, "password": PASSPHRASE, "cookie": True})
        return re.sub(r"\s+", " ", client.get("/c/crohns/audit").get_data(as_text=True))

    return read


def test_it_says_what_was_decided_and_about_whom(network, cast, record):
    do(network, cast.fay, decide, cast.pia_case, outcome="approve", reason="Welcome.")
    do(network, cast.fay, sanction, "crohns", cast.ana.person_id, kind="warning", reason="Unkind.", rule="1")
    shown = record("Fay")
    assert f'/queue/{cast.pia_case}">Joining, approved</a>' in shown
    assert f'/members/{cast.ana.person_id}">Ana</a>' in shown


def test_it_says_nothing_of_a_case_to_whom_it_is_about(network, cast, record):
    subject = {"subject_kind": "person", "subject_id": cast.fay.person_id, "person_id": cast.fay.person_id}
    do(network, None, open_case, cast.crohns_id, CaseKind.REPORT, **subject)
    (found,) = look(network, cast.opal, cases, "crohns", kind="report")[1]
    do(network, cast.opal, decide, found.case.id, outcome="dismiss", reason="It keeps to the charter.")
    assert f'/queue/{found.case.id}">Report, dismissed</a>' in record("Opal")
    assert str(found.case.id) not in record("Fay")
    assert "Report, dismissed" not in record("Fay")
