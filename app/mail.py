"""Mail, always from a job: neutral words, one recipient, nothing that names a condition, community or member.

Without MAIL_URL each mail is written to a file in MAIL_DIR, for trials and tests.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from flask import Flask, current_app, render_template
from flask_babel import force_locale, gettext

from app.begin import network
from config import Settings
from networks.people.actions import issue_link
from networks.people.models import Person, Purpose

TIMEOUT: Final = 20.0
LETTERS: Final = {
    # why: (template, purpose of the link in it, path of the link)
    "verify": ("verify", Purpose.VERIFY, "/verify/"),
    "change": ("new_email", Purpose.VERIFY, "/verify/"),
    "known": ("known_email", None, "/signin"),
    "reset": ("reset", Purpose.RESET, "/reset/"),
    "passphrase": ("passphrase_changed", None, "/reset"),
    "succession": ("look", None, "/signin?next=/overview"),
    "letter": ("letter", None, "/signin?next=/support"),
    "asked": ("look", None, "/signin?next=/credentials"),
    "credentials": ("letter", None, "/signin?next=/account/profession"),
    "decision": ("letter", None, "/signin?next=/account/decisions"),
    "answer": ("letter", None, "/signin?next=/account/reports"),
}


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = settings


def send_letter(payload: dict[str, Any]) -> None:
    """Write and send the mail that a job asks for. The link is made now, so that no token waits in a queue."""
    template, purpose, path = LETTERS[payload["why"]]
    person_id = UUID(payload["person_id"])
    with network().begin() as work:
        person = work.session.get(Person, person_id)
        email = payload.get("email") or (person.email if person else None)
        if person is None or person.erased_at is not None or not email:
            return
        language = person.language
        token = issue_link(work, person_id, purpose, email).secret if purpose else ""
    link = _settings().public_url + path + token
    with force_locale(language):
        subject = gettext("A message about your account")
        words = render_template(f"mail/{template}.txt", link=link)
    _deliver(_letter(email, subject, words))


def _letter(to: str, subject: str, words: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = _settings().mail_from, to, subject
    letter["Date"], letter["Message-ID"] = formatdate(localtime=False), make_msgid(domain="cairn.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(words)
    return letter


def _deliver(letter: EmailMessage) -> None:
    url = _settings().mail_url
    if url is None:
        _to_file(letter, _settings().mail_dir)
    else:
        _to_server(letter, url)


def _to_file(letter: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{uuid4()}"
    part.write_bytes(letter.as_bytes())
    part.rename(folder / f"{letter['Date'].replace(' ', '_').replace(',', '')}-{uuid4().hex[:8]}.eml")


def _to_server(letter: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    secure = ssl.create_default_context()
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=secure)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    try:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)
    finally:
        _hang_up(server)


def _hang_up(server: smtplib.SMTP) -> None:
    """Whatever goes wrong after a letter was taken must not send it a second time."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
