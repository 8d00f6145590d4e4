"""Settings from the environment, checked all at once: every mistake is told together, each with its remedy."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

WEAK: Final = 32
"""A SECRET_KEY of fewer characters can be guessed from one signed cookie."""


class Misconfigured(Exception):
    """The settings do not work together. The message lists every mistake with its remedy."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("Cairn cannot start with these settings:\n" + "\n".join(f"  - {m}" for m in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Settings:
    secret_key: str
    database_url: str
    redis_url: str | None
    mail_url: str | None
    mail_dir: Path
    mail_from: str
    data_dir: Path
    storage_url: str | None
    public_url: str
    host: str
    port: int
    email_verification: bool
    limits: bool
    trusted_proxies: int
    demo: bool
    network_name: str
    realtime: str
    workers: int

    @property
    def is_loopback(self) -> bool:
        return _is_loopback(self.host)

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def origins(self) -> list[str]:
        """The origins whose pages may open a live connection; on loopback both of its names."""
        if not self.is_loopback:
            return [self.origin]
        return sorted({self.origin, *(f"http://{name}:{self.port}" for name in ("127.0.0.1", "localhost"))})

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, *, demo: bool = False) -> Settings:
        """Read the settings. Raises Misconfigured, naming every mistake."""
        return _Reading(os.environ if env is None else env, demo).settings()


class _Reading:
    """One pass over the environment that collects mistakes instead of stopping at the first."""

    def __init__(self, env: Mapping[str, str], demo: bool) -> None:
        self.env = env
        self.demo = demo
        self.mistakes: list[str] = []

    def settings(self) -> Settings:
        data_dir = Path(self.text("DATA_DIR", "var")).resolve()
        host, port = self.text("HOST", "127.0.0.1"), self.number("PORT", 5000, 0, 65535)
        found = Settings(
            secret_key=self.secret_key(data_dir),
            database_url=self.database_url(data_dir),
            redis_url=self.address("REDIS_URL", ("redis", "rediss", "unix")),
            mail_url=self.address("MAIL_URL", ("smtp", "smtps")),
            mail_dir=Path(self.text("MAIL_DIR", str(data_dir / "mail"))),
            mail_from=self.text("MAIL_FROM", "Cairn <noreply@localhost>"),
            data_dir=data_dir,
            storage_url=self.storage(),
            public_url=self.public_url(host, port),
            host=host,
            port=port,
            email_verification=self.choice("EMAIL_VERIFICATION", ("required", "off")) == "required",
            limits=self.choice("LIMITS", ("on", "off")) == "on",
            trusted_proxies=self.number("TRUSTED_PROXIES", 0, 0, 10),
            demo=self.demo,
            network_name=self.text("NETWORK_NAME", "A network of patients"),
            realtime=self.choice("REALTIME", ("engine", "stock")),
            workers=self.number("WORKERS", 1, 1, 64),
        )
        if found.demo and not found.is_loopback:
            self.mistakes.append(
                "HOST is no loopback address, but everybody knows the demo's passphrase. Set it to 127.0.0.1."
            )
        if found.workers > 1 and found.redis_url is None:
            self.mistakes.append("WORKERS is above 1, but processes hear each other through Redis. Set REDIS_URL.")
        if self.mistakes:
            raise Misconfigured(self.mistakes)
        return found

    def text(self, name: str, default: str) -> str:
        return self.env.get(name, "").strip() or default

    def number(self, name: str, default: int, least: int, most: int) -> int:
        said = self.text(name, str(default))
        if said.isascii() and said.isdigit() and least <= int(said) <= most:
            return int(said)
        self.mistakes.append(f"{name} is {said!r}. Set it to a whole number from {least} to {most}.")
        return default

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        said = self.text(name, options[0])
        if said not in options:
            self.mistakes.append(f"{name} is {said!r}. Set it to one of: {', '.join(options)}.")
        return said

    def address(self, name: str, schemes: tuple[str, ...]) -> str | None:
        said = self.text(name, "")
        if said and urlsplit(said).scheme not in schemes:
            self.mistakes.append(f"{name} does not begin with {' or '.join(s + '://' for s in schemes)}. Correct it.")
        return said or None

    def storage(self) -> str | None:
        said = self.address("STORAGE_URL", ("https", "http"))
        parts = urlsplit(said or "")
        if said and not (parts.username and parts.password and parts.hostname and parts.path.strip("/")):
            self.mistakes.append("STORAGE_URL lacks a part. Set it to https://KEY:SECRET@HOST/BUCKET, or remove it.")
        return said

    def public_url(self, host: str, port: int) -> str:
        said = self.text("PUBLIC_URL", f"http://{host}:{port}").rstrip("/")
        if urlsplit(said).scheme not in ("http", "https") or not urlsplit(said).netloc:
            self.mistakes.append(f"PUBLIC_URL is {said!r}. Set it to the address in members' browsers, with https://.")
        return said

    def database_url(self, data_dir: Path) -> str:
        said = self.text("DATABASE_URL", f"sqlite:///{data_dir / 'cairn.db'}")
        for scheme in ("postgres://", "postgresql://"):
            if said.startswith(scheme):
                said = "postgresql+psycopg://" + said.removeprefix(scheme)
        if not said.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.mistakes.append("DATABASE_URL is neither sqlite:///FILE nor postgresql://… . Correct it.")
        return said

    def secret_key(self, data_dir: Path) -> str:
        said = self.text("SECRET_KEY", "")
        trial = self.demo or _is_loopback(self.text("HOST", "127.0.0.1"))
        if not said and trial:
            return _kept_key(data_dir)
        if not self.demo and (len(said) < WEAK or len(set(said)) < 8):
            self.mistakes.append(
                "SECRET_KEY is missing or weak. Set it to at least 32 random characters, for instance from: "
                'python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return said


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_key(data_dir: Path) -> str:
    """On one's own machine a key is made once and kept beside the database, readable by its owner only."""
    file = data_dir / "secret_key"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text()
