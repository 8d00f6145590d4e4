"""What tests of professionals say in one line: somebody applies, an operator verifies, what others see."""

from __future__ import annotations

from typing import Any

from networks.communities.credential_queries import application, badge
from networks.communities.credentials import apply
from networks.communities.queries import member
from networks.communities.verifying import decide
from networks.people.actions import make_operator
from networks.people.models import Person
from tests.cast import again
from tests.domain.acts import do, look

SECRETS = ("Board of nurses", "RN-4711", "https://register.example.org/4711", "My diploma is from Graz.")
SAID = {
    "profession": "Nurse",
    "interests": "I train for a maker of ostomy bags.",
    **dict(zip(("body", "number", "check_url", "evidence"), SECRETS, strict=True)),
}
GOOD: dict[str, Any] = {"outcome": "verified", "title": "IBD nurse"}
BAD: dict[str, Any] = {"outcome": "refused", "reason": "The register does not know this number."}


def asks(network, who, **said):
    return do(network, who, apply, "crohns", **SAID | said).id


def verified(network, cast, who, **said):
    made = asks(network, who)
    do(network, cast.opal, decide, made, **GOOD | said)
    return made


def role(network, cast, who):
    seen = look(network, cast.opal, member, "crohns", who.person_id)[1]
    return seen.role, seen.title


def shown(network, cast, who):
    return look(network, cast.ben, badge, "crohns", who.person_id)


def state(network, who, made):
    return look(network, who, application, made).application.state


def as_operator(network, who):
    with network.begin() as work:
        make_operator(work, work.session.get_one(Person, who.person_id))
    return again(network, who)
