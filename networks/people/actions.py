"""Signing up and everything that people change about their accounts.

Passphrases arrive here as hashes: making one is slow and has no place inside a transaction.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from networks.database import insert_once, unless_taken
from networks.errors import Invalid, NotFound, Unauthenticated
from networks.people.events import (
    LinkWanted,
    OperatorGranted,
    PassphraseChanged,
    PersonRegistered,
    PersonRenamed,
    SessionsEnded,
)
from networks.people.models import Block, EmailToken, Person, PersonSession, Purpose, SessionKind
from networks.people.queries import myself
from networks.people.tokens import Token, digest, new_token
from networks.work import Work

HANDLE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,28}[A-Za-z0-9_])")
RESERVED: Final = frozenset(
    "admin administrator anonymous cairn facilitator help me member moderator operator "
    "professional removed root support system you".split()
)
LIFETIME: Final = {SessionKind.BROWSER: timedelta(days=30), SessionKind.TOKEN: timedelta(days=90)}
LINK: Final = {Purpose.VERIFY: timedelta(days=3), Purpose.RESET: timedelta(hours=1)}
TAKEN: Final = "Somebody here already has this name. Please choose another."


def register(work: Work, *, handle: str, email: str, secret: str | None, verify: bool = True) -> Person:
    """Make an account for `handle`; `secret` is a passphrase hash. Raises Invalid where the handle is taken.

    A known address makes an account like any other, which can never confirm it; the mail tells the owner instead.
    With `verify` off the address counts as confirmed, unless somebody has confirmed it before.
    """
    email = email.strip().casefold()
    known = _confirmed_by_somebody(work, email)
    values: dict[str, Any] = {
        "id": uuid4(),
        "handle": _fit(handle),
        "handle_key": handle.casefold(),
        "email": email,
        "secret": secret,
        "created_at": work.now,
        "verified_at": None if verify or known else work.now,
    }
    if not insert_once(work.session, Person, **values):
        raise Invalid(fields={"handle": TAKEN})
    person = work.session.get_one(Person, values["id"])
    work.record(PersonRegistered(person.id))
    if verify:
        work.record(LinkWanted(person.id, email, "known" if known else "verify"))
    return person


def open_session(work: Work, person_id: UUID, kind: SessionKind, label: str = "") -> tuple[PersonSession, str]:
    """Sign somebody in whose passphrase was checked. Returns the session and its token, which is not kept."""
    token = new_token()
    session = PersonSession(
        id=uuid4(),
        person_id=person_id,
        token_hash=token.hash,
        kind=kind,
        label=label[:200],
        created_at=work.now,
        seen_at=work.now,
        expires_at=work.now + LIFETIME[kind],
    )
    work.session.add(session)
    return session, token.secret


def touch_session(work: Work) -> None:
    """Remember that the asker's session is in use."""
    if work.asker:
        work.session.execute(
            update(PersonSession).where(PersonSession.id == work.asker.session_id).values(seen_at=work.now)
        )


def end_session(work: Work, session_id: UUID) -> None:
    """Sign out in one place of one's own. Raises NotFound for anybody else's session."""
    if not _end_sessions(work, work.me, only=session_id):
        raise NotFound


def end_this_session(work: Work) -> None:
    """Sign out here."""
    if work.asker is None:
        raise Unauthenticated
    _end_sessions(work, work.me, only=work.asker.session_id)


def end_other_sessions(work: Work) -> int:
    """Sign out everywhere else; returns in how many places."""
    return len(_end_sessions(work, work.me, but=work.asker.session_id if work.asker else None))


def change_passphrase(work: Work, secret: str) -> None:
    """Set a new passphrase hash and sign out everywhere, here included."""
    _set_secret(work, myself(work), secret)


def want_reset(work: Work, email: str) -> None:
    """Somebody forgot a passphrase. Where the address is confirmed by nobody, nothing happens and nobody can tell."""
    person_id = _confirmed_by_somebody(work, email.strip().casefold())
    if person_id:
        work.record(LinkWanted(person_id, email.strip().casefold(), "reset"))


def want_email(work: Work, email: str) -> None:
    """Ask for another address. The old one stays until the new one is confirmed."""
    email = email.strip().casefold()
    work.record(LinkWanted(work.me, email, "known" if _confirmed_by_somebody(work, email) else "change"))


def want_verification(work: Work) -> None:
    """Send the link that confirms the asker's address once more."""
    me = myself(work)
    if me.verified_at is None and me.email:
        known = _confirmed_by_somebody(work, me.email)
        work.record(LinkWanted(me.id, me.email, "known" if known else "verify"))


def issue_link(work: Work, person_id: UUID, purpose: Purpose, email: str) -> Token:
    """Make a one-time link when its mail is about to leave, so that no token ever waits in a queue."""
    token = new_token()
    work.session.execute(delete(EmailToken).where(EmailToken.person_id == person_id, EmailToken.purpose == purpose))
    work.session.add(
        EmailToken(
            id=uuid4(),
            person_id=person_id,
            purpose=purpose,
            email=email,
            token_hash=token.hash,
            created_at=work.now,
            expires_at=work.now + LINK[purpose],
        )
    )
    return token


def confirm_email(work: Work, secret: str) -> Person:
    """Use a link that confirms an address. Raises NotFound where it is used, old or wrong."""
    link = _use_link(work, secret, Purpose.VERIFY)
    owner = _confirmed_by_somebody(work, link.email)
    if owner is not None and owner != link.person_id:
        raise NotFound
    person = work.session.get_one(Person, link.person_id)
    with unless_taken(work.session, NotFound()):
        person.email, person.verified_at = link.email, work.now
    return person


def reset_passphrase(work: Work, secret: str, new_secret: str) -> Person:
    """Use a link to set a new passphrase hash. Signs out everywhere. Raises NotFound where it is used, old or wrong."""
    link = _use_link(work, secret, Purpose.RESET)
    person = work.session.get_one(Person, link.person_id)
    if person.email != link.email:  # whoever still reads the old mailbox must not get in
        raise NotFound
    _set_secret(work, person, new_secret)
    return person


def edit_profile(work: Work, **changes: Any) -> Person:
    """Change `handle`, `about`, `pronouns`, `language`, `time_zone`, `country` or `takes_messages`."""
    me = myself(work)
    handle = changes.pop("handle", me.handle)
    if handle != me.handle:
        _rename(work, me, handle)
    for name in ("about", "pronouns", "language", "time_zone", "country", "takes_messages"):
        setattr(me, name, changes.get(name, getattr(me, name)))
    return me


def block(work: Work, person_id: UUID) -> None:
    """Stop reading somebody. They are not told. Doing it twice does it once."""
    if person_id == work.me:
        raise Invalid("You cannot block yourself.")
    if work.session.get(Person, person_id) is None:
        raise NotFound
    insert_once(work.session, Block, person_id=work.me, blocked_id=person_id, at=work.now)


def unblock(work: Work, person_id: UUID) -> None:
    work.session.execute(delete(Block).where(Block.person_id == work.me, Block.blocked_id == person_id))


def make_operator(work: Work, person: Person) -> None:
    """Only the command line does this: whoever reaches it runs the machine."""
    person.is_operator = True
    work.record(OperatorGranted(person.id))


def _confirmed_by_somebody(work: Work, email: str) -> UUID | None:
    return work.session.scalar(
        select(Person.id).where(Person.email == email, Person.verified_at.is_not(None), Person.erased_at.is_(None))
    )


def _fit(handle: str) -> str:
    if not HANDLE.fullmatch(handle):
        raise Invalid(fields={"handle": "Please use 2 to 30 letters, digits, dots, dashes or underscores."})
    if handle.casefold() in RESERVED:
        raise Invalid(fields={"handle": TAKEN})
    return handle


def _rename(work: Work, me: Person, handle: str) -> None:
    with unless_taken(work.session, Invalid(fields={"handle": TAKEN})):
        me.handle, me.handle_key = _fit(handle), handle.casefold()
    work.record(PersonRenamed(me.id))


def _set_secret(work: Work, person: Person, secret: str) -> None:
    """Everything that the old passphrase opened, and every link that could set another, ends here."""
    person.secret = secret
    ending = delete(EmailToken).where(EmailToken.person_id == person.id, EmailToken.purpose == Purpose.RESET)
    work.session.execute(ending)
    _end_sessions(work, person.id)
    work.record(PassphraseChanged(person.id))


def _end_sessions(work: Work, person_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> list[UUID]:
    ending = delete(PersonSession).where(PersonSession.person_id == person_id)
    if only:
        ending = ending.where(PersonSession.id == only)
    if but:
        ending = ending.where(PersonSession.id != but)
    ended = list(work.session.scalars(ending.returning(PersonSession.id)))
    if ended:
        work.record(SessionsEnded(person_id, tuple(ended)))
    return ended


def _use_link(work: Work, secret: str, purpose: Purpose) -> EmailToken:
    """A delete decides who uses it: a link that is clicked twice at once works once."""
    used = work.session.scalars(
        delete(EmailToken)
        .where(EmailToken.token_hash == digest(secret), EmailToken.purpose == purpose)
        .returning(EmailToken)
    ).first()
    if used is None or used.expires_at <= work.now:
        raise NotFound
    return used
