"""A member asks to have their profession checked, an operator looks and verifies, and everybody sees until when."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.axe import faults

SHOTS = os.environ.get("SHOTS")
"""A folder for pictures, where somebody wants to look at them."""


def looked_at(page: Page, name: str) -> None:
    """It has no faults for those who listen or use the keyboard, and fits a narrow screen, in light and dark."""
    for width, scheme in ((1280, "light"), (360, "light"), (360, "dark"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is too wide at {width}"
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})


def ask(page: Page, profession: str) -> None:
    page.get_by_label("What do you work as?").fill(profession)
    page.get_by_label("Who keeps the register").fill("The nurses’ register")
    page.get_by_label("A page on which it can be looked up").fill("https://register.example.org/4711")
    page.get_by_label("How can somebody check it?").fill("I am in it under my full name.")
    page.get_by_label("Which interests do you have in it?").fill("None.")
    page.get_by_role("button", name="Ask the operators").click()


def test_asked_on_the_account_verified_by_an_operator_seen_by_everybody_and_ended(visit, ben, town):
    name = town.newcomer("crohns")
    nurse, opal = visit(name), visit(town.cast.opal)
    page = nurse.go(f"/c/crohns/members/{town.person_id(name)}")
    page.get_by_role("link", name="Your profession").click()
    looked_at(page, "profession-form")
    ask(page, "Stoma nurse")
    expect(page.get_by_text("waits for an operator")).to_be_visible()
    looked_at(page, "profession-waits")

    desk = opal.go("/overview")
    desk.get_by_role("link", name="Professionals").click()
    looked_at(desk, "credentials-list")
    desk.get_by_role("link", name=f"{name}, Stoma nurse").click()
    expect(desk.get_by_text("I am in it under my full name.")).to_be_visible()
    looked_at(desk, "credential-open")
    desk.get_by_label("What stands on the badge").fill("Stoma nurse, hospital")
    desk.get_by_label("It holds for").select_option("6")
    desk.get_by_role("button", name="Verify").click()
    expect(desk.get_by_text("Verified. The badge stands beside their name.")).to_be_visible()

    expect(page.get_by_text("checked, until")).to_be_visible()  # it came by itself
    looked_at(page, "profession-checked")
    seen = ben.go(f"/c/crohns/members/{town.person_id(name)}")
    expect(seen.get_by_text("Stoma nurse, hospital")).to_be_visible()
    expect(seen.get_by_text("Checked by this network, and good until")).to_be_visible()
    looked_at(seen, "member-checked")

    desk.get_by_role("link", name=f"{name}, Stoma nurse").click()
    looked_at(desk, "credential-held")
    desk.get_by_label("Why").fill("The register does not list you any more.")
    desk.get_by_role("button", name="End it").click()
    desk.get_by_role("dialog").get_by_role("button", name="End it").click()
    expect(desk.get_by_text("Ended. They are a plain member again.")).to_be_visible()
    expect(page.get_by_text("“The register does not list you any more.”")).to_be_visible()
    expect(ben.go(f"/c/crohns/members/{town.person_id(name)}").get_by_text("Checked by this network")).to_have_count(0)
    looked_at(page, "profession-ended")
    looked_at(desk, "credentials-ended")
