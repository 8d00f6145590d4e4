"""At the desk: somebody reports again and again, is limited for a time with a reason, and freed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.four import SEND, Four, connected, open_case

WHY = "Three reports of a good morning."


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def greeted(four: Four, words: str) -> dict[str, object]:
    """The newcomer says something; returns a report of it."""
    said = four.town.call(
        four.new, "POST", f"/rooms/{four.place.id}/messages", {"body": words, "client_key": f"{four.slug}-{words}"}
    ).json()
    return {"target": {"kind": "message", "id": said["message"]["id"]}, "reason": "spam", "note": ""}


def confirm(page: Page, words: str, button: str) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(words)
    dialog.get_by_role("button", name=button).click()


def test_whoever_reports_to_harass_is_limited_from_the_case_and_freed_on_their_page(four):
    theirs = four.visitor(four.old).go(f"/c/{four.slug}")
    for words in ("Good morning.", "Good morning to all."):
        assert "report" in theirs.evaluate(SEND, ["/reports", greeted(four, words)])
    page = four.queue(four.first)
    case = open_case(page, "Good morning to all.")
    expect(case).to_contain_text("2 reports here, none decided yet.")
    case.get_by_text(f"Limit what {four.old} reports").click()
    case.get_by_label("For how long").select_option(label="7 days")
    case.get_by_label(f"Why, in words for {four.old}").fill(WHY)
    assert faults(page) == []
    case.get_by_role("button", name="Limit it").click()
    confirm(page, "They can always report someone at risk.", "Limit it")
    expect(page.get_by_text("Done. They can send one report a day, and read why.")).to_be_visible()
    connected(page)
    expect(page.locator("#case")).to_contain_text("One report a day until")
    expect(page.locator("#case")).to_contain_text(WHY)
    assert faults(page) == []

    assert "report" in theirs.evaluate(SEND, ["/reports", greeted(four, "Good evening.")])
    four.visitor(four.old).expect_complaint("403")
    refused = theirs.evaluate(SEND, ["/reports", greeted(four, "Good night.")])
    assert refused["error"]["message"].startswith("You can send one report a day for now")
    assert "report" in theirs.evaluate(SEND, ["/reports", greeted(four, "Goodbye.") | {"reason": "risk"}])

    other = four.visitor(four.second).go(f"/c/{four.slug}/members/{four.town.person_id(four.old)}")
    expect(other.get_by_text("4 reports here, none decided yet.")).to_be_visible()
    expect(other.get_by_text(f"by {four.first}")).to_be_visible()
    assert faults(other) == []
    other.get_by_role("button", name="Lift the limit").click()
    confirm(other, "stays on record", "Lift it")
    expect(other.get_by_text("They can report as everybody does.", exact=True)).to_be_visible()
    expect(other.get_by_text(WHY)).to_have_count(0)
    assert "report" in theirs.evaluate(SEND, ["/reports", greeted(four, "Good noon.")])
