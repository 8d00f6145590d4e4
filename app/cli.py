"""The command line: whoever reaches it runs the machine, so it asks for no permission."""

from __future__ import annotations

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from marshmallow import ValidationError

from app import schema
from app.begin import network
from app.cli_audit import audit
from app.demo import fill
from app.errors import as_refusal
from app.passphrases import hash_passphrase
from app.schemas.people import RegisterIn
from app.work import run_due, run_forever
from networks.communities.actions import appoint
from networks.errors import Refusal
from networks.people.actions import make_operator, register
from networks.people.queries import person_by_handle

db = AppGroup("db", help="The database's version.")


def init_app(app: Flask) -> None:
    app.cli.add_command(db)
    app.cli.add_command(audit)
    for command in (create_person, grant, seed_demo, work):
        app.cli.add_command(command)


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database up to this version."""
    schema.upgrade(network().database)
    click.echo("The database is up to date.")


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to a revision, or to `base`."""
    schema.downgrade(network().database, revision)


@click.command("create-person")
@click.argument("handle")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the passphrase from standard input.")
def create_person(handle: str, email: str, password_stdin: bool) -> None:
    """Make an account whose e-mail address counts as confirmed."""
    passphrase = sys.stdin.readline().rstrip("\n")
    with _refusals():
        said = RegisterIn().load({"handle": handle, "email": email, "password": passphrase})
        secret = hash_passphrase(passphrase)
        with network().begin() as unit:
            person = register(unit, handle=said["handle"], email=said["email"], secret=secret, verify=False)
    click.echo(f"{person.handle} {person.id}")


@click.command("grant")
@click.argument("handle")
@click.argument("role", type=click.Choice(["operator", "facilitator", "professional"]))
@click.argument("slug", required=False)
@click.option("--title", help="What members see beside a professional's name.")
def grant(handle: str, role: str, slug: str | None, title: str | None) -> None:
    """Give somebody a role: `grant HANDLE operator`, or `grant HANDLE facilitator SLUG`."""
    if (role == "operator") == bool(slug):
        raise click.UsageError("`operator` takes no community, the other roles take one.")
    with _refusals(), network().begin() as unit:
        person = person_by_handle(unit, handle)
        if slug:
            appoint(unit, slug, person, role, title)
        else:
            make_operator(unit, person)


@click.command("seed-demo")
def seed_demo() -> None:
    """Fill an empty database with the demo."""
    click.echo("The demo is in place." if fill(network()) else "There are people here already; nothing was changed.")


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
def work(once: bool) -> None:
    """Do jobs: mail, and whatever else runs later."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        click.echo(f"{run_due(app)} done.")
    else:
        run_forever(app)


class _refusals:
    """Tell a refusal in one line instead of a traceback."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, (Refusal, ValidationError)):
            refusal = as_refusal(fault)
            faults = [f"{name}: {text}" for name, text in getattr(refusal, "fields", {}).items()]
            raise click.ClickException("\n".join([str(refusal), *faults])) from fault
