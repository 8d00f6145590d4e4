"""The lists that count, kept in memory by each process: what is said is weighed without asking the database."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from networks.safety.contacts import Contact, Content, contacts
from networks.safety.editions import current, version
from networks.safety.events import ListUsed
from networks.safety.lists import CONTACTS, phrase_list, shipped
from networks.safety.matching import Concern, Matcher
from networks.work import Event, Network

log = logging.getLogger(__name__)


class Watch:
    """Until it has looked for the first time, what counts is what is shipped."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._version: Any = None
        self._content: Content = {name: one for name, one in shipped().items() if name != CONTACTS}
        self._matcher = _shipped_matcher()
        self._contacts = contacts(shipped()[CONTACTS])
        self._places: Content = shipped()[CONTACTS]
        network.outside.append(self._hear)
        network.weigh = self.weigh

    def weigh(self, text: str) -> Concern | None:
        """Whatever goes wrong with a list, what somebody says is still said."""
        try:
            return self._matcher.weigh(text)
        except Exception:
            log.exception("something could not be weighed, and is taken for harmless")
            return None

    def contacts_for(self, country: str, slug: str | None = None) -> list[Contact]:
        """Whom somebody can talk to: in their country, else in their community's, else in the network's; and those who
        are there for everybody."""
        country = country or self._places["communities"].get(slug, "") or self._places["country"]
        return [one for one in self._contacts if country in one.countries] + [
            one for one in self._contacts if "*" in one.countries
        ]

    def countries(self) -> list[str]:
        return sorted({country for one in self._contacts for country in one.countries} - {"*"})

    def refresh(self) -> None:
        """Look whether another edition counts now. Where nothing changed it is one query."""
        with self._network.reading() as work:
            now = version(work)
            if now == self._version:
                return
            self._take(current(work))
            self._version = now

    def _take(self, found: dict[str, Content]) -> None:
        """Everything is made ready before anything is exchanged."""
        lists = {name: content for name, content in found.items() if name != CONTACTS}
        matcher = self._matcher
        if lists != self._content:
            matcher = Matcher(phrase_list(content) for content in lists.values())
        self._matcher, self._content = matcher, lists
        self._contacts, self._places = contacts(found[CONTACTS]), found[CONTACTS]

    def _hear(self, event: Event) -> None:
        if isinstance(event, ListUsed):
            self.refresh()


@cache
def _shipped_matcher() -> Matcher:
    return Matcher(phrase_list(content) for name, content in shipped().items() if name != CONTACTS)
