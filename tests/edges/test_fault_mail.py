"""The mail server is down: what people do succeeds, and the mail comes once, later."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import update

from networks.base import utcnow
from networks.jobs import JobRow, waiting
from tests.cast import PASSPHRASE
from tests.edges.smtp import Letterbox
from tests.edges.town import settled
from tests.services.kept import wait_until


@pytest.fixture
def letterbox():
    made = Letterbox()
    yield made
    made.close()


def test_mail_comes_once_when_its_server_is_back(new_server, played, secret, letterbox):
    server = new_server(MAIL_URL=letterbox.url)
    with settled(server, played, secret) as town:
        said = {"handle": "newcomer", "email": "newcomer@example.org", "password": PASSPHRASE}
        for said_again in (said, {"email": "una@example.org"}):
            path = "/people" if "handle" in said_again else "/resets"
            assert town.call(None, "POST", path, said_again).status_code in (201, 202)

        def tried() -> bool:
            with town.network.reading() as work:
                return work.session.query(JobRow).filter(JobRow.tries > 0).count() > 0

        assert wait_until(tried, 15)
        assert requests.get(f"{server.url}/readyz", timeout=10).ok
        letterbox.open()
        with town.network.begin() as work:  # its next try is in some seconds; a test need not wait for them
            work.session.execute(update(JobRow).values(due_at=utcnow()))
        assert letterbox.wait_for(1, 30)

        def is_empty() -> bool:
            with town.network.reading() as work:
                return waiting(work) == 0

        assert wait_until(is_empty, 15)
        (letter,) = letterbox.letters
        assert letterbox.recipients == [["newcomer@example.org"]]
        assert letter["Subject"] == "A message about your account"
        assert "/verify/" in letter.get_payload()


def test_a_mail_says_nothing_about_conditions_communities_or_members(new_server, played, secret, letterbox):
    letterbox.open()
    server = new_server(MAIL_URL=letterbox.url)
    with settled(server, played, secret) as town:
        town.call(None, "POST", "/resets", {"email": "ana@example.org"})
        town.call(town.cast.ben, "PUT", "/me/password", {"current": PASSPHRASE, "password": "another afternoon"})
        assert letterbox.wait_for(2, 30)
        assert sorted(letterbox.recipients) == [["ana@example.org"], ["ben@example.org"]]
        for letter in letterbox.letters:
            words = str(letter).replace("ana@example.org", "").replace("ben@example.org", "").casefold()
            for word in ("crohn", "endometriosis", "covid", "ana", "ben", "community", "patient"):
                assert word not in words.split(), word
