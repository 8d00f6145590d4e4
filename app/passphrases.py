"""Argon2id, off the event loop: one hash takes longer than everything else a request does."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.greenlets import elsewhere

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's cheat sheet, second choice


def hash_passphrase(passphrase: str) -> str:
    return elsewhere(lambda: _hasher.hash(_bytes(passphrase)))


def matches(secret: str | None, passphrase: str) -> bool:
    """Whether a passphrase fits its hash. Without a hash it takes as long and says no, so that nobody learns whom
    we know."""
    return elsewhere(lambda: _verify(secret or _decoy(), passphrase)) and secret is not None


def _verify(secret: str, passphrase: str) -> bool:
    try:
        return _hasher.verify(secret, _bytes(passphrase))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy() -> str:
    return _hasher.hash("nobody has this passphrase")


def _bytes(passphrase: str) -> bytes:
    return passphrase.encode("utf-8", "surrogatepass")
