"""The demo's front door: who can be looked around as, and with which passphrase."""

from __future__ import annotations

from typing import Final

from app.passphrases import hash_passphrase
from networks.demo import script, seed
from networks.work import Network

PASSPHRASE: Final = "a pile of stones"  # noqa: S105
"""Of every account that the demo offers. It is printed at the start, and the demo listens on loopback only."""


def fill(network: Network) -> bool:
    """Fill an empty network with the demo. Returns False where there is anybody already."""
    return seed.fill(network, hash_passphrase(PASSPHRASE))


def guests() -> list[tuple[str, str]]:
    """Handles and labels of those whom the front page offers."""
    return script.guests()
