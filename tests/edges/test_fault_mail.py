"""The mail server is down: what people do succeeds, and the mail comes once, later."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import requests
from sqlalchemy import select, update

from networks.base import utcnow
from networks.jobs import JobRow
from tests.cast import PASSPHRASE
from tests.edges.smtp import Letterbox
from tests.edges.town import settled
from tests.services.kept import wait_until


@pytest.fixture
def letterbox():
    made = Letterbox()
    yield made
    made.close()


def jobs(town) -> list[JobRow]:
    with town.network.reading() as work:
        return list(work.session.scalars(select(JobRow)))


def all_failed_once(town) -> bool:
    """Each was tried, and waits for its next try; whoever is at it this moment has it for longer."""
    soon = utcnow() + timedelta(minutes=1)
    found = jobs(town)
    return bool(found) and all(job.tries > 0 and job.due_at < soon for job in found)


def test_mail_comes_once_when_its_server_is_back(new_server, played, secret, letterbox):
    """Beside the newcomer's, those that Una, and Bea and Max as the sanctioned, wait for."""
    server = new_server(MAIL_URL=letterbox.url)
    with settled(server, played, secret) as town:
        said = {"handle": "newcomer", "email": "newcomer@example.org", "password": PASSPHRASE}
        assert town.call(None, "POST", "/people", said).status_code == 201
        assert wait_until(lambda: all_failed_once(town), 20)
        assert requests.get(f"{server.url}/readyz", timeout=10).ok
        letterbox.open()
        with town.network.begin() as work:  # the next try is in some seconds; a test need not wait for them
            work.session.execute(update(JobRow).values(due_at=utcnow()))
        assert wait_until(lambda: jobs(town) == [], 30)
        assert sorted(letterbox.recipients) == [[f"{name}@example.org"] for name in ("bea", "max", "newcomer", "una")]
        assert {letter["Subject"] for letter in letterbox.letters} == {"A message about your account"}
        links = [part for letter in letterbox.letters for part in re.findall(r"https?://[^/]+/(\w+)", str(letter))]
        assert sorted(links) == ["signin", "signin", "verify", "verify"]


def test_a_mail_says_nothing_about_conditions_communities_or_members(new_server, played, secret, letterbox):
    letterbox.open()
    server = new_server(MAIL_URL=letterbox.url)
    with settled(server, played, secret) as town:
        town.call(None, "POST", "/resets", {"email": "ana@example.org"})
        change = {"current": PASSPHRASE, "password": "another afternoon"}
        assert town.call(town.cast.ben, "PUT", "/me/password", change).ok
        town.call(None, "POST", "/people", {"handle": "other", "email": "fay@example.org", "password": PASSPHRASE})
        assert wait_until(lambda: jobs(town) == [], 30)
        assert sorted(letterbox.recipients) == [
            [f"{name}@example.org"] for name in ("ana", "bea", "ben", "fay", "max", "una")
        ]
        for letter in letterbox.letters:
            words = re.sub(r"\S+@\S+|https?://\S+", "", str(letter)).casefold()
            named = re.findall(
                r"crohn|endometriosis|covid|communit|patient|\b(?:ana|bea|ben|fay|max|una|other)\b", words
            )
            assert named == [], words
