"""Lists as operators keep them: each edition stays, is tried before it counts, and one can go back."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from networks.database import unless_taken
from networks.errors import Conflict, Invalid, NotFound
from networks.people.models import Person
from networks.safety.contacts import Content
from networks.safety.events import ListUsed
from networks.safety.lists import is_name, read, shipped
from networks.safety.models import Edition
from networks.safety.trial import figures
from networks.work import Work

SHIPPED: Final = 0
"""The number of the edition that comes with the product."""

Maker, User = aliased(Person), aliased(Person)


class Seen(NamedTuple):
    """An edition with who made it and who took it into use; both None for the one that is shipped."""

    name: str
    number: int
    content: Content
    why: str
    figures: dict[str, Any]
    edition: Edition | None
    made_by: Person | None
    used_by: Person | None
    counts: bool


def names(work: Work) -> list[str]:
    """The lists that there are: those that are shipped, and languages that operators added."""
    _require_operator(work)
    return sorted({*shipped(), *work.session.scalars(select(Edition.name).distinct())})


def editions(work: Work, name: str, *, or_none: bool = False) -> list[Seen]:
    """All editions of a list, the newest first, the shipped one last. Raises NotFound where there is none, or, with
    `or_none`, where there can be none."""
    _require_operator(work)
    find = select(Edition, Maker, User).outerjoin(Maker, Maker.id == Edition.made_by_id)
    find = find.outerjoin(User, User.id == Edition.used_by_id).where(Edition.name == name)
    rows = work.session.execute(find.order_by(Edition.number.desc())).all()
    last = max((row[0] for row in rows if row[0].used_at), key=_use, default=None)
    found = [_seen(row[0], row[1], row[2], row[0] is last) for row in rows]
    if name in shipped():
        content = shipped()[name]
        found.append(Seen(name, SHIPPED, content, "", figures(name, content), None, None, None, last is None))
    if not found and not (or_none and is_name(name)):
        raise NotFound
    return found


def edition(work: Work, name: str, number: int) -> Seen:
    for one in editions(work, name):
        if one.number == number:
            return one
    raise NotFound


def keep_edition(work: Work, name: str, *, content: Content, why: str) -> Seen:
    """Keep a new edition and try it. It does not count yet. The same content as the newest again keeps nothing new."""
    _require_operator(work)
    if not is_name(name):
        raise Invalid(fields={"name": "Please give the language with two or three letters, such as es."})
    content = read(name, content)
    newest = work.session.scalar(select(Edition).where(Edition.name == name).order_by(Edition.number.desc()).limit(1))
    if newest is None or newest.content != content:
        made = Edition(
            id=uuid4(),
            name=name,
            number=(newest.number if newest else SHIPPED) + 1,
            content=content,
            why=why,
            figures=figures(name, content),
            made_by_id=work.me,
            made_at=work.now,
        )
        with unless_taken(
            work.session, Conflict("Somebody kept another edition a moment ago. Please look at it first.")
        ):
            work.session.add(made)
        newest = made
    return edition(work, name, newest.number)


def use_edition(work: Work, name: str, number: int, *, why: str) -> Seen:
    """From now on this edition counts, whatever counted before. Doing it twice does it once."""
    wanted = edition(work, name, number)
    if wanted.counts:
        return wanted
    if wanted.edition is None:
        wanted = _again(work, wanted, why)
    if wanted.edition is None:
        raise NotFound
    wanted.edition.used_at, wanted.edition.used_by_id = work.now, work.me
    work.session.flush()
    work.record(ListUsed(wanted.edition.id, f"{name} {wanted.number}: {why}"))
    return edition(work, name, wanted.number)


def current(work: Work) -> dict[str, Content]:
    """Of each list, the content that counts. For the house itself."""
    found = {name: (content, None) for name, content in shipped().items()}
    rows = work.session.scalars(select(Edition).where(Edition.used_at.is_not(None)))
    used = {one.name: one.content for one in sorted(rows, key=_use)}
    return {name: content for name, (content, _) in found.items()} | used


def version(work: Work) -> Any:
    """What differs once another edition has been taken into use."""
    return tuple(work.session.execute(select(func.max(Edition.used_at), func.count(Edition.used_at))).one())


def _again(work: Work, wanted: Seen, why: str) -> Seen:
    """The shipped edition, going back to which makes one of its own, so that it is known who did it and when."""
    number = 1 + (work.session.scalar(select(func.max(Edition.number)).where(Edition.name == wanted.name)) or SHIPPED)
    made = Edition(
        id=uuid4(),
        name=wanted.name,
        number=number,
        content=dict(wanted.content),
        why=why,
        figures=wanted.figures,
        made_by_id=work.me,
        made_at=work.now,
    )
    with unless_taken(work.session, Conflict("Somebody kept another edition a moment ago. Please look at it first.")):
        work.session.add(made)
    return edition(work, wanted.name, number)


def _seen(one: Edition, maker: Person | None, user: Person | None, counts: bool) -> Seen:
    return Seen(one.name, one.number, one.content, one.why, one.figures, one, maker, user, counts)


def _use(one: Edition) -> tuple[Any, int]:
    return one.used_at, one.number


def _require_operator(work: Work) -> None:
    """To everybody else there are no such lists."""
    work.require_asker()  # to nobody, that there is something is told by asking them to sign in
    if work.asker is None or not work.asker.is_operator:
        raise NotFound
