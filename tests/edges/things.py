"""One of everything that has an address, in a private community, and three people of the desk whom it concerns.

Sue is a facilitator: each case is about her, and she was warned by Flo when she was none. Ben reported her. Flo is a
facilitator who decided first.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from app.schemas.fields import z
from networks.communities.actions import appoint
from networks.people.queries import person_by_handle
from networks.resources.files import Kept as Stored
from networks.resources.files import attach
from networks.work import Asker, Network
from tests.cast import Cast
from tests.domain.acts import do
from tests.edges.caller import key
from tests.edges.matrix import COLUMNS
from tests.edges.routes import TIP, TRIED
from tests.frame.clients import Api
from tests.frame.databases import Rows, empty, put_rows, refill, rows_of
from tests.newcomers import arrive

SLUG = "hidden"
BETWEEN = "Vibraphone, between the two of us."
HEAVY = "I don't want to be here any more."

As = Callable[[Asker | None], Api]


class Things:
    """Their ids, by the name that a route has for them; those of kinds of cases by the kind."""

    def __init__(self, network: Network, cast: Cast, as_: As, secret: str) -> None:
        self.network, self.cast, self.as_ = network, cast, as_
        self.sue = arrive(network, "sue", SLUG, secret=secret, among=cast)
        self.flo = arrive(network, "flo", SLUG, secret=secret, among=cast)
        self._appoint("flo")
        self.here = f"/communities/{SLUG}"
        self.ids = {"slug": SLUG, "room_id": str(cast.quiet_corner), "person_id": str(self.sue.person_id)}
        self.cases: dict[str, str] = {}
        self._say()
        self._talk()
        self._decide()
        self._library()
        self._desk()
        asked = {"profession": "Nurse", "interests": "None.", "evidence": "Marimba."}
        self.ids["credential_id"] = self.post(cast.ben, f"{self.here}/credentials", asked)["credential"]["id"]
        self.ids["case_id"] = self.cases["report"]

    def made(self, who: Asker, method: str, path: str, said: Any = None) -> Any:
        answer = self.as_(who).call(method, path, said)
        assert answer.status_code in (200, 201, 204), (path, answer.json)
        return answer.get_json(silent=True)

    def post(self, who: Asker, path: str, said: Any = None) -> Any:
        return self.made(who, "POST", path, said)

    def _appoint(self, handle: str) -> None:
        with self.network.begin() as work:
            appoint(work, SLUG, person_by_handle(work, handle), "facilitator")

    def _case(self, kind: str) -> str:
        found = self.as_(self.cast.opal).get(f"{self.here}/cases?kind={kind}&state=open").get_json()["items"]
        (self.cases[kind],) = [one["id"] for one in found if (one["subject"]["person"] or {}).get("handle") == "sue"]
        return self.cases[kind]

    def _say(self) -> None:
        """Sue is new, says something heavy, and Ben reports it; Lin would welcome her."""
        cast, room = self.cast, f"/rooms/{self.cast.quiet_corner}"
        self.made(cast.lin, "PUT", f"{self.here}/mentors/me", {"capacity": 2})
        said = self.post(self.sue, f"{room}/messages", {"body": HEAVY, "client_key": key()})["message"]["id"]
        unnamed = {"body": "Does it ever pass?", "client_key": key(), "anonymous": True}
        self.unnamed = self.post(self.sue, f"{room}/messages", unnamed)["message"]["id"]
        report = {"target": {"kind": "message", "id": said}, "reason": "harmful_advice", "note": "Please look."}
        self.ids["report_id"] = self.post(cast.ben, "/reports", report)["report"]["id"]
        for kind in ("report", "safety", "newcomer"):
            self._case(kind)
        asked = self.post(cast.fay, f"/cases/{self.cases['newcomer']}/askings", {"person_id": str(cast.lin.person_id)})
        self.ids |= {"message_id": said, "asking_id": asked["asking"]["id"]}
        self.post(cast.fay, f"/cases/{self.cases['safety']}/letters", {"body": "How are you?"})
        self.post(cast.fay, f"/cases/{self.cases['report']}/notes", {"body": "Xylophone."})

    def _talk(self) -> None:
        """Ana and Ben, with each other."""
        cast, other = self.cast, {"person_id": str(self.cast.ben.person_id)}
        made = self.post(cast.ana, f"{self.here}/conversations", other)["conversation"]["id"]
        for who in (cast.ana, cast.ben):
            said = self.post(who, f"/rooms/{made}/messages", {"body": BETWEEN, "client_key": key()})
        self.ids["conversation_id"], self.between = made, str(said["message"]["id"])

    def _decide(self) -> None:
        """Flo warns Sue and removes something of hers; Sue becomes a facilitator and appeals against both."""
        warned = {"kind": "warning", "reason": "Unkind words.", "rule": "1"}
        path = f"{self.here}/members/{self.sue.person_id}/sanctions"
        self.ids["sanction_id"] = self.post(self.flo, path, warned)["sanction"]["id"]
        said = {"body": "Buy these.", "client_key": key()}
        sold = self.post(self.sue, f"/rooms/{self.cast.quiet_corner}/messages", said)["message"]["id"]
        self.made(self.flo, "DELETE", f"/messages/{sold}", {"reason": "Nothing is sold here."})
        (gone,) = self.as_(self.sue).get("/me/removals").get_json()["items"]
        self.ids["removal_id"] = gone["id"]
        self._appoint("sue")
        self.post(self.sue, f"/sanctions/{self.ids['sanction_id']}/appeal", {"statement": "It was a joke."})
        self._case("appeal")
        self.post(self.sue, f"/removals/{gone['id']}/appeal", {"statement": "It was a gift."})

    def _library(self) -> None:
        cast, network = self.cast, self.network
        made = self.post(cast.ben, f"{self.here}/resources", TIP)["resource"]["id"]
        kept = Stored("stored", "week.pdf", "application/pdf", 9, "0" * 64, "small")
        self.ids |= {"resource_id": made, "file_id": str(do(network, cast.ben, attach, UUID(made), kept).id)}
        self.post(cast.ben, f"/resources/{made}/submission")
        self.made(cast.fay, "PUT", f"/resources/{made}/assignments/{cast.lin.person_id}")
        said = {"version": 1, "title": "Pacing", "body": "Four anchors."}
        proposed = self.post(cast.fay, f"/resources/{made}/proposals", said)["proposal"]["id"]
        self.post(cast.fay, f"/resources/{made}/decision", {"outcome": "publish", "reason": "Good.", "version": 1})
        said = {"version": 1, "interests": "none", "months": 12}
        signed = self.made(cast.lin, "PUT", f"/resources/{made}/endorsement", said)["endorsement"]["id"]
        self.made(cast.ana, "PUT", f"/resources/{made}/try-report", TRIED)
        shelf = self.post(cast.fay, f"{self.here}/collections", {"name": "Start here"})["collection"]["id"]
        self.made(cast.fay, "PUT", f"/collections/{shelf}/items/{made}")
        self.ids |= {"proposal_id": proposed, "endorsement_id": signed, "collection_id": shelf}
        self.post(cast.ana, f"/messages/{self.ids['message_id']}/tip")
        (asked,) = self.as_(self.sue).get(f"{self.here}/tip-asks").get_json()["items"]
        self.ids["ask_id"] = asked["id"]

    def _desk(self) -> None:
        cast, now = self.cast, self.network.clock()
        turn = {"starts_at": z(now - timedelta(hours=1)), "ends_at": z(now + timedelta(hours=4))}
        turn["person_id"] = str(cast.fay.person_id)
        self.ids["shift_id"] = self.post(cast.fay, f"{self.here}/shifts", turn)["shift"]["id"]
        noted = self.post(cast.fay, f"{self.here}/members/{self.sue.person_id}/notes", {"body": "Marimba."})
        self.ids["note_id"] = noted["note"]["id"]
        said = {"text": "Rest.", "why": "We forget it."}
        self.ids["amendment_id"] = self.post(cast.ben, f"{self.here}/amendments", said)["amendment"]["id"]
        session = self.as_(cast.ana).get("/me/sessions").get_json()["items"][0]["id"]
        self.ids["session_id"] = session

    @property
    def people(self) -> dict[str, Asker | None]:
        """Who asks, by their column: those of the matrix, and then those whom the cases concern."""
        known = {column: getattr(self.cast, name) if name else None for column, name in COLUMNS.items()}
        return {**known, "Su": self.sue, "Re": self.cast.ben, "De": self.flo}


class Kept(NamedTuple):
    """What was made on one kind of database, and what it held then: a file of SQLite's, or rows."""

    things: Things
    file: Path
    rows: Rows


_kept: dict[str, Kept] = {}


@pytest.fixture
def things(network: Network, cast: Cast, as_: As, secret: str, tmp_path_factory: pytest.TempPathFactory) -> Things:
    """Made once for all tests of a worker; `again` puts the database back to how it was then."""
    kind = network.database.url.get_backend_name()
    if kind not in _kept:
        made = Things(network, cast, as_, secret)
        _kept[kind] = Kept(made, tmp_path_factory.mktemp("things") / "cairn.db", {})
        keep(network)
    found = _kept[kind].things
    found.network, found.as_ = network, as_
    cast.tokens.update(found.cast.tokens)
    again(network)
    return found


def again(network: Network, *, changed: bool = True) -> None:
    """Put everything back. On PostgreSQL that takes its time, so not after what was refused, which is rolled back."""
    kept = _kept[network.database.url.get_backend_name()]
    if network.database.is_sqlite:
        refill(network.database, kept.file)
    elif changed:
        empty(network.database)
        put_rows(network.database, kept.rows)


def keep(network: Network) -> None:
    """From here on `again` puts it back to how it is now."""
    kept = _kept[network.database.url.get_backend_name()]
    if network.database.is_sqlite:
        network.database.close()
        shutil.copyfile(str(network.database.url.database), kept.file)
    else:
        kept.rows.clear()
        kept.rows.update(rows_of(network.database))
