"""Random tokens and their hashes. A token is shown or sent once; we keep its SHA-256, enough to recognise it."""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple


class Token(NamedTuple):
    secret: str
    hash: str


def new_token() -> Token:
    secret = secrets.token_urlsafe(32)  # 256 bits: no salt or slow hash is needed against guessing
    return Token(secret, digest(secret))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
