"""The command line of the contract, against a real server's data."""

from __future__ import annotations

import subprocess
import sys
from uuid import uuid4

import pytest
import requests

from tests.cast import PASSPHRASE
from tests.frame.servers import PATIENCE, TOP


@pytest.fixture
def name() -> str:
    return f"cli{uuid4().hex[:10]}"


def flask(town, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    env = town.server.env
    return subprocess.run(
        call, cwd=TOP, env=env, input=said, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def signed_in(town, name: str) -> dict:
    said = {"handle": name, "password": PASSPHRASE}
    return requests.post(f"{town.server.url}/api/v1/sessions", json=said, timeout=30).json()


def test_a_person_made_here_is_verified_and_a_facilitator_made_here_is_a_member(town, name):
    made = flask(town, "create-person", name, f"{name}@example.org", "--password-stdin", said=PASSPHRASE + "\n")
    assert made.returncode == 0, made.stderr
    found = signed_in(town, name)
    assert (found["person"]["verified"], found["person"]["is_operator"]) == (True, False)
    granted = flask(town, "grant", name, "facilitator", town.cast.hidden)
    assert granted.returncode == 0, granted.stderr
    members = town.call(town.cast.ana, "GET", f"/communities/{town.cast.hidden}/members?limit=100").json()["items"]
    assert {one["role"] for one in members if one["handle"] == name} == {"facilitator"}
    assert flask(town, "grant", name, "operator").returncode == 0
    assert signed_in(town, name)["person"]["is_operator"] is True


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("create-person", "NAME", "nowhere", "--password-stdin"), "email"),
        (("grant", "Ana", "facilitator", "nowhere"), "nothing here"),
    ],
)
def test_what_cannot_be_done_is_told_in_words(town, name, words, told):
    done = flask(town, *[name if word == "NAME" else word for word in words], said=PASSPHRASE + "\n")
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
