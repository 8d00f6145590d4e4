"""Letters: neutral, to one person, later where mail is down, and to nobody who is gone."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.policy import default

import pytest

from app.work import run_due
from networks.care.letters import write_to
from networks.communities.actions import leave
from networks.communities.verifying import decide
from networks.erasure import erase
from networks.jobs import waiting
from networks.moderation.actions import decide as decide_case
from networks.moderation.limiting import limit_reports
from networks.moderation.queries import cases
from networks.people.actions import change_passphrase, confirm_email, register, reset_passphrase, want_email, want_reset
from networks.people.queries import credentials, person_by_handle
from tests.cast import again
from tests.domain.acts import do, look, say
from tests.domain.professionals import GOOD, asks
from tests.domain.reports import case_about, tell
from tests.services.kept import free_port

TELLING = ("crohn", "endometriosis", "long covid", "ana", "una", "fay", "community", "condition")


@pytest.fixture
def sent(app, network, tmp_path):
    """What was written since the last time, by the worker that does what is due."""

    def collect():
        run_due(app)
        found = []
        for file in sorted((tmp_path / "mail").glob("*.eml")):
            found.append(email.message_from_bytes(file.read_bytes(), policy=default))
            file.unlink()
        return found

    return collect


@pytest.fixture
def quiet(cast, sent):
    """Nothing waits that came with the cast."""
    sent()


def token(letter):
    found = re.search(r"/(?:verify|reset)/(\S+)", letter.get_content())
    return found[1] if found else None


def test_every_letter_is_neutral_and_has_one_recipient(network, cast, quiet, sent):
    do(network, cast.una, want_email, "elsewhere@example.net")
    do(network, cast.oli, want_email, "ben@example.org")
    do(network, None, want_reset, "max@example.org")
    do(network, cast.lin, change_passphrase, "another hash")
    do(network, None, register, handle="Zoe", email="zoe@example.net", secret=None)
    letters = sent()
    assert sorted(letter["To"] for letter in letters) == [
        "ben@example.org",
        "elsewhere@example.net",
        "lin@example.org",
        "max@example.org",
        "zoe@example.net",
    ]
    assert {letter["Subject"] for letter in letters} == {"A message about your account"}
    for letter in letters:
        assert (letter["Cc"], letter["Bcc"]) == (None, None)
        words = re.sub(r"http\S+", "", letter.get_content()).casefold()
        assert not [word for word in TELLING if re.search(rf"\b{word}\b", words)]


def test_that_a_facilitator_wrote_is_told_once_and_neither_what_nor_why(network, cast, quiet, sent):
    say(network, cast.ana, cast.everyday, "I don't want to be here any more.")
    (seen,) = look(network, cast.fay, cases, "crohns", kind="safety")[1]
    for words in ("How are you now?", "Shall I ask again tomorrow?"):
        do(network, cast.fay, write_to, seen.case.id, body=words)
    (letter,) = sent()
    assert (letter["To"], letter["Subject"]) == ("ana@example.org", "A message about your account")
    words = letter.get_content().casefold()
    assert "/signin?next=/support" in words
    assert not [
        word for word in (*TELLING, "safe", "risk", "tomorrow", "facilitator") if re.search(rf"\b{word}\b", words)
    ]


def test_that_something_came_of_a_report_is_told_once_to_its_sender_and_whose_it_was_and_not_what(
    network, cast, quiet, sent
):
    said = [say(network, cast.ana, cast.everyday) for _ in range(2)]
    for one in said:
        tell(network, cast.ben, "message", one.id)
        case_id = case_about(network, cast.fay, one.id).case.id
        do(network, cast.fay, decide_case, case_id, outcome="remove", reason="Ana, please do not.")
    letters = {letter["To"]: letter for letter in sent()}
    assert {to: letter["Subject"] for to, letter in letters.items()} == dict.fromkeys(
        ("ana@example.org", "ben@example.org"), "A message about your account"
    )
    for to, at in (("ana@example.org", "decisions"), ("ben@example.org", "reports")):
        words = letters[to].get_content().casefold()
        assert f"/signin?next=/account/{at}" in words
        words = re.sub(r"http\S+", "", words)
        assert not [word for word in (*TELLING, "report", "removed") if re.search(rf"\b{word}\b", words)]


def test_whoever_may_report_less_is_told_once_that_there_is_something_to_read(network, cast, quiet, sent):
    said = say(network, cast.ana, cast.everyday)
    tell(network, cast.ben, "message", said.id, reason="spam")
    for words in ("Too many.", "Too many, and unkind."):
        do(network, cast.fay, limit_reports, "crohns", cast.ben.person_id, reason=words)
    (letter,) = sent()
    assert (letter["To"], letter["Subject"]) == ("ben@example.org", "A message about your account")
    words = letter.get_content().casefold()
    assert "/signin?next=/account/reports" in words
    words = re.sub(r"http\S+", "", words)
    assert not [word for word in (*TELLING, "report", "limit", "unkind") if re.search(rf"\b{word}", words)]


def test_who_waits_for_operators_and_what_they_answer_is_told_without_a_word_of_it(network, cast, quiet, sent, clock):
    made = asks(network, cast.ana)
    asks(network, cast.ben)
    told = sent()
    assert [(letter["To"], "/signin?next=/credentials" in letter.get_content()) for letter in told] == [
        ("opal@example.org", True)
    ]
    do(network, cast.opal, decide, made, **GOOD, months=1)
    told += sent()
    clock.move(days=30)
    told += sent()
    assert [letter["To"] for letter in told[1:]] == ["ana@example.org"] * 2
    for letter in told[1:]:
        assert "/signin?next=/account/profession" in letter.get_content()
    for letter in told:
        words = re.sub(r"http\S+", "", letter.get_content()).casefold()
        assert letter["Subject"] == "A message about your account"
        assert not [one for one in (*TELLING, "nurse", "profession") if re.search(rf"\b{one}\b", words)]


def test_whose_badge_ends_is_told_a_month_before_unless_they_have_asked_again(network, cast, quiet, sent, clock):
    for who in (cast.ana, cast.ben, cast.max):
        made = asks(network, who)
        do(network, cast.opal, decide, made, **GOOD, months=2)
    asks(network, cast.ben)
    sent()
    do(network, cast.max, leave, "crohns")  # they know that it ends with this
    clock.move(days=29)
    assert sent() == []
    clock.move(days=1)
    assert [letter["To"] for letter in sent()] == ["ana@example.org"]


def test_the_link_in_a_letter_opens_what_it_says(network, cast, sent):
    (letter,) = [one for one in sent() if one["To"] == "una@example.org"]
    do(network, None, confirm_email, token(letter))
    assert again(network, cast.una).verified
    do(network, None, want_reset, "una@example.org")
    (letter,) = sent()
    do(network, None, reset_passphrase, token(letter), "another hash")
    assert look(network, None, credentials, "una@example.org")[1] == "another hash"


def test_the_owner_of_a_known_address_gets_a_letter_without_a_token(network, cast, quiet, sent):
    do(network, None, register, handle="Zoe", email="ana@example.org", secret=None)
    (letter,) = sent()
    assert (letter["To"], token(letter)) == ("ana@example.org", None)


def test_a_wrong_address_corrected_at_once_gets_the_link_that_works(network, cast, quiet, sent):
    do(network, cast.ana, want_email, "nwe@example.org")
    do(network, cast.ana, want_email, "new@example.org")
    letters = {letter["To"]: token(letter) for letter in sent()}
    do(network, None, confirm_email, letters["new@example.org"])
    assert look(network, None, credentials, "new@example.org")[0] == cast.ana.person_id


def test_who_is_gone_is_written_to_no_more(network, cast, quiet, sent):
    do(network, cast.ana, want_email, "new@example.org")
    do(network, None, want_reset, "ana@example.org")
    do(network, cast.ana, erase, delete_content=True)
    assert sent() == []
    assert look(network, None, waiting) == 0


def test_while_mail_is_down_everything_goes_on_and_one_letter_comes_later(
    app, network, cast, quiet, sent, clock, caplog
):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, mail_url=f"smtp://127.0.0.1:{free_port()}")
    for _ in range(3):
        do(network, None, want_reset, "ana@example.org")
        assert sent() == []
        clock.move(minutes=10)
    assert look(network, None, waiting) == 1
    assert look(network, None, person_by_handle, "Ana")
    app.extensions["settings"] = settings
    clock.move(hours=1)
    (letter,) = sent()
    do(network, None, reset_passphrase, token(letter), "another hash")
    assert look(network, None, waiting) == 1  # the news that the passphrase was changed
    assert "try 1" in caplog.text
