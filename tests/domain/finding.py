"""What tests of the search say in one line."""

from __future__ import annotations

from typing import Any

from networks.resources.actions import offer, submit
from networks.resources.reviewing import decide
from networks.search.index import catch_up, catch_up_library
from networks.search.queries import search
from networks.work import Asker, Network
from tests.cast import Cast
from tests.domain.acts import do, look


def find(network: Network, who: Asker | None, said: str, slug: str = "crohns", **which: Any) -> Any:
    """Everything is looked through first, as the worker does it within a second."""
    catch_up_all(network)
    return look(network, who, search, slug, said, **which)


def catch_up_all(network: Network) -> None:
    while catch_up(network) or catch_up_library(network):
        continue


def found(network: Network, who: Asker | None, said: str, slug: str = "crohns", **which: Any) -> list[str]:
    """The words of what was found, the newest first; of a resource its title."""
    return [words(item) for item in find(network, who, said, slug, **which).items]


def words(item: Any) -> str:
    return str(item.message.body if item.message else item.resource.said.title)


def hit(item: Any) -> list[str]:
    """What is highlighted in an item."""
    return [piece.text for piece in [*item.title, *item.excerpt] if piece.hit]


def publish(
    network: Network, cast: Cast, title: str, body: str = "As I do it.", *, kind: str = "tip", **more: Any
) -> Any:
    """Ana's, reviewed by Fay."""
    made = do(network, cast.ana, offer, "crohns", kind=kind, title=title, body=body, **more)
    do(network, cast.ana, submit, made.id)
    return do(network, cast.fay, decide, made.id, outcome="publish", reason="Clear.", version=1)
