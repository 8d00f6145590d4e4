"""The record of decisions on the command line: does every chain hold?"""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.begin import network
from networks.audit import NETWORK, AuditRow, Verdict, chains, verify
from networks.communities.models import Community

audit = AppGroup("audit", help="The record of decisions.")


@audit.command("verify")
@click.argument("slug", required=False)
@click.option("--seal", "seals", multiple=True, help="A seal noted earlier that must still be there. May be repeated.")
def verify_chains(slug: str | None, seals: tuple[str, ...]) -> None:
    """Look through every chain, or that of one community, and tell where one does not hold.

    The last seal of each is told as well. Noted somewhere else and given later with --seal, it shows whether a chain
    was made anew, or cut together with what the database knows of its end.
    """
    with network().reading() as work:
        names = {NETWORK: "the network"} | {one.id: one.slug for one in work.session.scalars(select(Community))}
        found = [chain for chain, name in names.items() if name == slug] if slug else chains(work)
        if not found:
            raise click.ClickException(
                f"There is no community {slug!r}." if slug else "There is nothing on record yet."
            )
        verdicts = [verify(work, chain) for chain in found]
        lost = sorted(set(seals) - set(work.session.scalars(select(AuditRow.hash).where(AuditRow.hash.in_(seals)))))
    for one in verdicts:
        click.echo(_told(names.get(one.chain, str(one.chain)), one))
    for noted in lost:
        click.echo(f"LOST: nothing carries the seal {noted}")
    sys.exit(1 if lost or any(one.broken for one in verdicts) else 0)


def _told(name: str, one: Verdict) -> str:
    if one.broken:
        places = ", ".join(str(position) for position in one.broken[:20])
        more = f" and {len(one.broken) - 20} more" if len(one.broken) > 20 else ""
        return f"{name}: BROKEN at {places}{more}"
    return f"{name}: {one.rows} rows hold, the last seal is {one.end}"
