"""Every page in every state that it can be in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from playwright.sync_api import Page

from tests.browser.acts import (
    a_file_looked_through,
    asked_before_banning,
    connected,
    editing,
    far_too_long,
    into_the_thread,
    menu_open,
    mistyped,
    name_taken,
    not_sent,
    nothing_said,
    passphrase_chosen,
    reacting,
    registered_badly,
    removing,
    send,
    talked_about,
    unnamed,
)


class State(NamedTuple):
    """Who looks (nobody: "") where; `act` brings it about from there; `status` is that of the last answer."""

    name: str
    who: str
    path: str
    act: Callable[[Page], None] | None = None
    status: int = 200


STATES: Final = (
    State("the front page", "", "/"),
    State("a search without result", "", "/?q=xylophone"),
    State("a community for a stranger", "", "/c/crohns"),
    State("an open community", "", "/c/long-covid"),
    State("signing in", "", "/signin"),
    State("signing in with a mistake", "", "/signin", mistyped, 422),
    State("registering", "", "/register"),
    State("registering with faults", "", "/register", registered_badly, 422),
    State("a forgotten passphrase", "", "/reset"),
    State("a forgotten passphrase without an address", "", "/reset", send, 422),
    State("a new passphrase", "", "/reset/a-link"),
    State("a new passphrase by an old link", "", "/reset/a-link", passphrase_chosen, 404),
    State("confirming an address", "", "/verify/a-link"),
    State("confirming an address by an old link", "", "/verify/a-link", send, 404),
    State("help", "", "/help"),
    State("privacy", "", "/privacy"),
    State("who runs this", "", "/about"),
    State("the interface", "", "/api/v1/docs"),
    State("a page that is not there", "", "/c/nowhere", status=404),
    State("a wrong invitation", "", "/invitations?code=NOPE", status=404),
    State("the front page for a member", "ana", "/"),
    State("a community for a member", "ana", "/c/crohns"),
    State("a community for somebody who waits", "pia", "/c/crohns"),
    State("a community for somebody banned", "bea", "/c/crohns"),
    State("a community for somebody muted", "max", "/c/crohns"),
    State("a community for somebody unconfirmed", "una", "/c/crohns"),
    State("a community for an operator", "opal", "/c/crohns"),
    State("asking to join", "oli", "/c/crohns"),
    State("asking to join with faults", "oli", "/c/crohns", send, 422),
    State("an empty room", "ana", "{silent}", connected),
    State("a room", "ana", "{lively}", connected),
    State("a room for a facilitator", "fay", "{lively}", connected),
    State("a room for somebody muted", "max", "{lively}", connected),
    State("a room with an open menu", "ana", "{lively}", menu_open),
    State("a room with open reactions", "ana", "{lively}", reacting),
    State("a room while changing a message", "ana", "{lively}", editing),
    State("a room before removing a message", "ana", "{lively}", removing),
    State("a room without a connection", "ana", "{lively}", not_sent),
    State("a thread", "ana", "{lively}/threads/{root}", connected),
    State("something that nobody has talked about", "ben", "/c/crohns/library/{silent_tip}"),
    State("something that is talked about", "ben", "/c/crohns/library/{tip}", talked_about),
    State("saying nothing about something", "ben", "/c/crohns/library/{tip}", nothing_said, 422),
    State("something for somebody who may not talk", "max", "/c/crohns/library/{tip}"),
    State("a thread about something in the library", "ben", "/c/crohns/library/{tip}", into_the_thread),
    State("a community without rooms", "opal", "/c/bare/rooms"),
    State("rooms that are closed to an operator", "opal", "/c/crohns/rooms"),
    State("a room's earlier messages", "ana", "{lively}?before=4"),
    State("searching", "ana", "/c/crohns/search"),
    State("what was found", "ana", "/c/crohns/search?q=a&from=ben&in=Everyday"),
    State("what was not found", "ana", "/c/crohns/search?q=xylophone&in=library"),
    State("members", "ana", "/c/crohns/members"),
    State("a member", "ana", "/c/crohns/members/{ben}"),
    State("a member for a facilitator", "fay", "/c/crohns/members/{ben}"),
    State("a member with a record", "fay", "/c/crohns/members/{max}"),
    State("a grave step before it is taken", "fay", "/c/crohns/members/{ben}", asked_before_banning),
    State("the queue", "fay", "/c/crohns/queue"),
    State("the queue of what is closed", "fay", "/c/crohns/queue?state=closed"),
    State("an empty queue", "gil", "/c/long-covid/queue"),
    State("a case", "fay", "/c/crohns/queue/{case}"),
    State("a case decided without a reason", "fay", "/c/crohns/queue/{case}", send, 422),
    State("a closed case", "fay", "/c/crohns/queue/{closed_case}?state=closed"),
    State("settings", "fay", "/c/crohns/settings"),
    State(
        "settings with faults",
        "fay",
        "/c/crohns/settings",
        unnamed,
        422,
    ),
    State("export and import", "fay", "/c/crohns/settings/exchange"),
    State("a file that has to be mended", "fay", "/c/crohns/settings/exchange", a_file_looked_through),
    State("invitations", "gil", "/c/long-covid/invitations"),
    State("an invitation just made", "fay", "/c/crohns/invitations", send),
    State("the record", "fay", "/c/crohns/audit"),
    State("a new community", "opal", "/communities/new"),
    State("a new community with faults", "opal", "/communities/new", send, 422),
    State("what is not for members", "ana", "/c/crohns/queue", status=403),
    State("an account", "ana", "/account"),
    State("an account with a taken name", "ana", "/account", name_taken, 422),
    State("an account with far too much", "ana", "/account", far_too_long, 413),
    State("an address", "ana", "/account/email"),
    State("an unconfirmed address", "una", "/account/email"),
    State("changing a passphrase", "ana", "/account/passphrase"),
    State("devices", "ana", "/account/sessions"),
    State("nobody blocked", "ana", "/account/blocks"),
    State("somebody blocked", "max", "/account/blocks"),
    State("one's data", "ana", "/account/data"),
)
