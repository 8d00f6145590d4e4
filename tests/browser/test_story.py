"""Arriving, from the front door to the first answer."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.room import RoomPage
from tests.cast import PASSPHRASE
from tests.services.kept import wait_until

ADDRESS = "dora@example.org"


def link_in_mail(folder: Path, address: str) -> str:
    """The path of the link in the mail to somebody. Each mail is a file."""

    def mails() -> list[str]:
        return [text for file in folder.glob("*") if address in (text := file.read_text())]

    assert wait_until(lambda: bool(mails()), 20), "no mail came"
    (mail,) = mails()
    found = re.search(r"http\S+", mail.replace("=\n", ""))
    assert found, mail
    return urlsplit(found[0]).path


def register(page: Page) -> None:
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name", exact=True).fill("Dora")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Make the account").click()


def ask_to_join(page: Page) -> None:
    page.get_by_label("What brings you here?").fill("I was told in March.")
    page.get_by_label("How long have you lived with Crohn's?").fill("Half a year.")
    page.get_by_role("checkbox", name="I have read the charter and will keep to it").check()
    page.get_by_role("button", name="Ask to join").click()


def test_a_newcomer_is_let_in_says_hello_and_is_answered(visit, fay, ben, town, room):
    dora = visit()
    page = dora.go("/")
    page.get_by_role("searchbox").fill("crohn")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Crohn's disease").click()
    expect(page.get_by_text("What is said here stays here.")).to_be_visible()

    register(page)
    expect(page.get_by_text("We sent you an e-mail")).to_be_visible()
    expect(page.get_by_text("Please confirm your e-mail address first.")).to_be_visible()
    path = link_in_mail(town.server.folder / "data" / "mail", ADDRESS)
    dora.go(path).get_by_role("button", name="Yes, confirm it").click()
    expect(page.get_by_text("Your e-mail address is confirmed.")).to_be_visible()

    dora.go("/c/crohns")
    ask_to_join(page)
    expect(page.get_by_text(re.compile("Your request is with Fay"))).to_be_visible()
    dora.expect_complaint("404")
    dora.go(room.path)
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()

    dora.go("/c/crohns")
    approve(fay.page)
    page.get_by_role("link", name="Open the rooms").click()  # the page that she waited on knows
    hello = RoomPage(dora, room)
    answering = RoomPage(ben, room)
    hello.say("Hello, I am Dora, and new here.")
    answering.press(answering.arrived("Hello, I am Dora, and new here."), "reply")
    answering.say("Welcome, Dora. How was your March?")
    answer = hello.arrived("Welcome, Dora. How was your March?")
    expect(answer.locator(".quoted")).to_have_text("Dora: Hello, I am Dora, and new here.")


def approve(staff: Page) -> None:
    """Fay finds Dora in the queue, reads her answers, and decides with a reason."""
    staff.goto("/c/crohns/queue")
    staff.get_by_role("link", name="Dora").click()
    expect(staff.get_by_role("heading", name="Dora asks to join")).to_be_visible()
    expect(staff.locator(".evidence")).to_contain_text("I was told in March.")
    expect(staff.locator(".evidence")).to_contain_text("Half a year.")
    staff.get_by_role("button", name="Take it").click()
    expect(staff.get_by_text("You have this until")).to_be_visible()
    staff.get_by_role("radio", name="may come in").check()
    staff.get_by_role("button", name="Welcome. The answers are complete and fit this community.").click()
    expect(staff.get_by_label("Reason", exact=True)).to_have_value(re.compile("Welcome"))
    staff.get_by_role("button", name="Decide", exact=True).click()
    expect(staff.get_by_text("Decided. It is on record with your reason.")).to_be_visible()
    expect(staff.get_by_role("link", name="Dora")).to_have_count(0)
