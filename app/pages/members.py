"""Who is in a community, and what each of them is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from app.begin import begin, reading
from app.looked import notes_on_record
from app.pages.communities import blueprint
from app.pages.frame import again, around, back, load
from app.pages.greetings import chosen, said_to
from app.schemas.communities import RoleIn
from networks.chat.queries import rooms_of
from networks.communities import actions, queries
from networks.communities.credential_queries import applications_here, badge
from networks.communities.models import Community
from networks.communities.queries import Companion, Visit
from networks.errors import Invalid, NotFound
from networks.moderation.queries import sanctions_of
from networks.moderation.reporters import reporter
from networks.moderation.sanctioning import LINE, may_sanction
from networks.overview.looking_after import notes
from networks.people.queries import blocked_by_me
from networks.policy import Can, Role, Standing, may
from networks.work import Work

PAGE = 48


@blueprint.get("/c/<slug>/members")
def members(slug: str) -> str:
    after = request.args.get("after", "")[:60].replace("\x00", "")
    with reading() as work:
        seen = queries.inside(work, slug)
        found = queries.members(work, slug, after=after, limit=PAGE + 1)
        people, count = found[:PAGE], queries.sizes(work, [seen.community]).get(seen.community.id, 0)
        more = url_for(".members", slug=slug, after=people[-1].handle) if len(found) > PAGE else None
        shown = around(work, seen, "members")
        shown |= {"people": people, "count": count, "next": more, "blocked": blocked_by_me(work)}
        return render_template("communities/members.html", **shown)


@blueprint.get("/c/<slug>/members/<uuid:person_id>")
def member(slug: str, person_id: UUID) -> str:
    notes_on_record(slug, person_id)
    with reading() as work:
        return profile(work, slug, person_id)


@blueprint.post("/c/<slug>/members/<uuid:person_id>/role")
def set_role(slug: str, person_id: UUID) -> Any:
    try:
        said = load(RoleIn, role=request.form.get("role", ""), title=request.form.get("title") or None)
        with begin() as work:
            actions.set_role(work, slug, person_id, said["role"], said["title"])
    except Invalid as refusal:
        with reading() as work:
            return profile(work, slug, person_id, **again(refusal)), 422
    flash(gettext("The role is saved."), "ok")
    return back(".member", slug=slug, person_id=person_id)


def profile(work: Work, slug: str, person_id: UUID, **more: Any) -> str:
    """Somebody's page in a community; facilitators find their tools there."""
    seen, person, held = queries.member(work, slug, person_id)
    if seen.standing is None:
        raise NotFound
    staff = may(seen.standing, Can.SEE_QUEUE, work.now)
    context: dict[str, Any] = {
        "person": person,
        "status": held.status_at(work.now),
        "itself": person_id == work.me,
        "blocked": person_id in blocked_by_me(work),
        "staff": staff,
        "sanctions": sanctions_of(work, seen.community.id, person_id) if staff else [],
        "reporter": reporter(work, slug, person_id) if staff and person_id != work.me else None,
        "may_sanction": may_sanction(seen.standing, person, work.now),
        **(_looking_after(work, slug, seen, person) if staff and person_id != work.me else {}),
        "verified": badge(work, slug, person_id),
        "asked": applications_here(work, slug, person_id) if staff else [],
        "roles": _roles(seen.standing, person.role, work.now) if held.is_active(work.now) else [],
        "rules": rules_of(seen.community),
        "now": work.now,
    }
    return render_template("communities/member.html", **around(work, seen, "members"), **context, **more)


def _looking_after(work: Work, slug: str, seen: Visit, person: Companion) -> dict[str, Any]:
    """What facilitators noted about somebody, and the rooms and words in which they can write to them."""
    is_member = seen.standing is not None and seen.standing.is_member
    rooms = rooms_of(work, seen.community.id) if is_member else []
    found = [(room.id, room.name) for room in rooms]
    often = {"greetings": said_to(work, seen.community.id, person.handle), "greeting": chosen()}
    return {"member_notes": notes(work, slug, person.id), "rooms": found, "client_key": uuid4().hex, **often}


def rules_of(community: Community) -> list[tuple[str, str]]:
    """A step names a rule; where no charter is written yet, the reason says it."""
    numbered = [f"{number}. {rule}"[:LINE] for number, rule in enumerate(community.rules, 1)]
    return [(rule, rule) for rule in numbered or [gettext("None is written yet; the reason says it")]]


def _roles(standing: Standing, role: str, now: datetime) -> list[tuple[str, str, str]]:
    """The roles that the asker may give to somebody who has this one now."""
    every = [
        ("member", gettext("Member"), ""),
        ("professional", gettext("Professional"), gettext("whose profession you have checked")),
        ("facilitator", gettext("Facilitator"), gettext("looks after the place, with all the tools")),
    ]
    if may(standing, Can.GRANT_ROLE, now):
        return every
    return every[:2] if role != Role.FACILITATOR and may(standing, Can.GRANT_PROFESSIONAL, now) else []
