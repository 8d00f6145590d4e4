"""The fixed cast. Everybody has PASSPHRASE; everything about them was done by the use cases of the product.

| who | what they are in `crohns` and in `hidden` |
| --- | --- |
| Ana, Ben | members |
| Fay | facilitator |
| Lin | professional |
| Pia | asked to join, and waits |
| Max | muted member |
| Bea | banned |
| Oli | signed in, no member |
| Una | signed in, no member, has not confirmed her e-mail address |
| Gil | no member; facilitator of `long-covid` |
| Opal | operator, no member of anything |

`crohns` has a public page and is joined by approval: two questions, a charter, room "Everyday". `long-covid` has a
public page and is open; room "Long days". `hidden` is private and by invitation; room "Quiet corner". The rooms are
empty, and yet nobody is a newcomer: tests/newcomers.py brings one. Everybody can sign in; only Opal is an operator.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import select

from networks.chat.rooms import make_room
from networks.communities.actions import appoint, begin_speaking, edit_community, invite, join, make_community
from networks.communities.models import Membership
from networks.moderation.actions import decide
from networks.moderation.queries import cases
from networks.moderation.sanctioning import sanction
from networks.people.actions import make_operator, open_session, register
from networks.people.models import SessionKind
from networks.people.queries import asker_by_session, asker_by_token, person_by_handle
from networks.work import Asker, Network
from tests.frame.databases import Rows

PASSPHRASE: Final = "eight stones by the sea"
START: Final = datetime.now(UTC).replace(microsecond=0)
"""When every test begins. It is the real time, so that the cast is also good on a real server."""

QUESTIONS: Final = ("What brings you here?", "How long have you lived with Crohn's?")
ANSWERS: Final = ["I would like to talk with others.", "For three years."]
CHARTER: Final = "1. Speak from your own experience.\n2. No medical orders.\n3. What is said here stays here."
PEOPLE: Final = ("Ana", "Ben", "Fay", "Gil", "Pia", "Oli", "Opal", "Lin", "Una", "Max", "Bea")
MEMBERS: Final = ("ana", "ben", "fay", "lin", "max", "bea")


class Clock:
    """A clock that stands still until a test turns it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """`clock.move(hours=3)`"""
        self.now += timedelta(**by)


@dataclass
class Cast:
    """Each person as the Asker of a session that is good: `network.begin(cast.fay)`, `cast.token(cast.fay)`."""

    ana: Asker
    ben: Asker
    fay: Asker
    gil: Asker
    pia: Asker
    oli: Asker
    opal: Asker
    lin: Asker
    una: Asker
    max: Asker
    bea: Asker

    crohns_id: UUID
    hidden_id: UUID
    long_covid_id: UUID
    everyday: UUID
    quiet_corner: UUID
    long_days: UUID
    pia_case: UUID
    """Pia's open join case in `crohns`."""
    max_mute: UUID
    """Max's mute in `crohns`, which has no end."""
    bea_ban: UUID
    """Bea's ban in `crohns`."""
    tokens: dict[UUID, str] = field(repr=False)

    crohns: str = "crohns"
    hidden: str = "hidden"
    long_covid: str = "long-covid"

    def token(self, person: Asker) -> str:
        """The bearer token of the session that `person` was made from."""
        return self.tokens[person.session_id]

    def copy(self) -> Cast:
        """So that a test that changes its cast changes nobody else's."""
        return replace(self, tokens=dict(self.tokens))


class Played(NamedTuple):
    """The cast, what a database holds of it, and the SQLite file that holds it."""

    cast: Cast
    rows: Rows
    file: Path


def again(network: Network, person: Asker) -> Any:
    """The Asker of the same session as it is now, or None where it ended."""
    with network.reading() as work:
        return asker_by_session(work, person.session_id)


def play(network: Network, secret: str) -> Cast:
    """Bring the cast into an empty network."""
    return _Play(network, secret).play()


class _Play:
    def __init__(self, network: Network, secret: str) -> None:
        self.clock = Clock(START - timedelta(days=30))
        self.network = network
        self.network.clock = self.clock
        self.secret = secret
        self.people: dict[str, Asker] = {}
        self.tokens: dict[UUID, str] = {}

    def play(self) -> Cast:
        for name in PEOPLE:
            self._arrive(name)
        crohns = self._found("crohns", "Crohn's disease", visibility="public")
        everyday = self._furnish("crohns", "Everyday")
        hidden = self._found("hidden", "Endometriosis", visibility="private")
        quiet = self._furnish("hidden", "Quiet corner")
        covid = self._found("long-covid", "Long Covid", visibility="public")
        long_days = self._furnish("long-covid", "Long days")
        self._appoint("gil", "facilitator", "long-covid")
        self._edit("long-covid", joining="open", questions=[])
        self._settle("hidden")
        self._edit("hidden", joining="invitation")
        pia_case, mute, ban = self._settle("crohns")
        self.clock.now = START
        for name in PEOPLE:
            self._sign_in(name)
        ids: dict[str, Any] = {"crohns_id": crohns, "hidden_id": hidden, "long_covid_id": covid}
        ids |= {"everyday": everyday, "quiet_corner": quiet, "long_days": long_days}
        ids |= {"pia_case": pia_case, "max_mute": mute, "bea_ban": ban, "tokens": self.tokens}
        return Cast(**cast(Any, self.people), **ids)

    def _arrive(self, name: str) -> None:
        handle = name.lower()
        self.clock.move(minutes=1)
        with self.network.begin() as work:
            email = f"{handle}@example.org"
            person = register(work, handle=name, email=email, secret=self.secret, verify=name == "Una")
            if name == "Opal":
                make_operator(work, person)
            is_operator, verified = person.is_operator, person.verified_at is not None
            self.people[handle] = Asker(person.id, uuid4(), name, is_operator, verified, "en", "UTC", work.now)

    def _sign_in(self, name: str) -> None:
        handle = name.lower()
        with self.network.begin() as work:
            session, token = open_session(work, self.people[handle].person_id, SessionKind.TOKEN, "A test")
            self.tokens[session.id] = token
        with self.network.reading() as work:
            seen = asker_by_token(work, token)
        assert seen is not None
        self.people[handle] = seen

    def _found(self, slug: str, name: str, *, visibility: str) -> UUID:
        with self.network.begin(self.people["opal"]) as work:
            details: dict[str, Any] = {"summary": f"For people who live with {name}.", "about": f"About **{name}**."}
            details |= {"visibility": visibility, "joining": "approval", "questions": list(QUESTIONS)}
            return make_community(work, slug=slug, name=name, charter=CHARTER, **details).id

    def _furnish(self, slug: str, name: str) -> UUID:
        with self.network.begin(self.people["opal"]) as work:
            return make_room(work, slug, name=name, purpose="To talk.").id

    def _edit(self, slug: str, **changes: Any) -> None:
        with self.network.begin(self.people["opal"]) as work:
            edit_community(work, slug, **changes)

    def _settle(self, slug: str) -> tuple[UUID, UUID, UUID]:
        """Let everybody in who belongs, appoint, mute and ban; returns Pia's case, Max's mute and Bea's ban."""
        code = self._code(slug)
        self._join("fay", slug, code)
        self._appoint("fay", "facilitator", slug)
        for handle in MEMBERS:
            if handle != "fay":
                self._approve(self._join(handle, slug, code))
        self._appoint("lin", "professional", slug, title="IBD nurse")
        self._have_spoken()
        mute, ban = self._sanction("max", "mute", slug), self._sanction("bea", "ban", slug)
        return self._join("pia", slug, code), mute, ban

    def _have_spoken(self) -> None:
        """They were here long ago: only who comes in a test is new."""
        with self.network.begin() as work:
            for place in work.session.scalars(select(Membership)):
                begin_speaking(work, place.community_id, place.person_id)

    def _code(self, slug: str) -> str:
        with self.network.begin(self.people["opal"]) as work:
            return invite(work, slug, max_uses=20)[1]

    def _join(self, handle: str, slug: str, code: str) -> UUID:
        """Ask to join; returns the case that waits for a facilitator."""
        self.clock.move(minutes=1)
        with self.network.begin(self.people[handle]) as work:
            join(work, slug, answers=ANSWERS, invitation=code)
        with self.network.reading(self.people["opal"]) as work:
            _, found = cases(work, slug, kind="join", state="open")
        return next(one.case.id for one in found if one.case.person_id == self.people[handle].person_id)

    def _approve(self, case_id: UUID) -> None:
        with self.network.begin(self.people["fay"]) as work:
            decide(work, case_id, outcome="approve", reason="Welcome.")

    def _appoint(self, handle: str, role: str, slug: str, title: str | None = None) -> None:
        with self.network.begin() as work:
            appoint(work, slug, person_by_handle(work, handle), role, title)

    def _sanction(self, handle: str, kind: str, slug: str) -> UUID:
        with self.network.begin(self.people["fay"]) as work:
            person_id = self.people[handle].person_id
            return sanction(work, slug, person_id, kind=kind, reason="Unkind words.", rule="1").id
