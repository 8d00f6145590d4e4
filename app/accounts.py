"""What pages and API both do with accounts, around the slow hashing of passphrases."""

from __future__ import annotations

from typing import Final

from app import limits
from app.begin import begin, reading
from app.passphrases import hash_passphrase, matches
from networks.errors import Invalid
from networks.people import actions
from networks.people.models import Person
from networks.people.queries import myself

WRONG: Final = "This is not your passphrase."


def register_person(said: dict[str, str]) -> Person:
    """Make the account that RegisterIn describes."""
    secret = hash_passphrase(said["password"])
    with begin() as work:
        return actions.register(
            work, handle=said["handle"], email=said["email"], secret=secret, verify=work.network.verification
        )


def check_passphrase(passphrase: str, field: str) -> None:
    """Raise Invalid unless this is the asker's passphrase. Counted, so that a stolen phone cannot guess it."""
    with reading() as work:
        mine = myself(work)
        handle, secret = mine.handle, mine.secret
    limits.use("signin", handle)
    if not matches(secret, passphrase):
        raise Invalid(fields={field: WRONG})
