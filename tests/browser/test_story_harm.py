"""Harmful advice, in four browsers: reported, taken by one of two, removed before everybody's eyes, answered for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.four import RULE, Four, connected, open_case, row

HARM = "Stop your infusions, bleach drops do more."


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def decide_removal(page: Page) -> None:
    page.get_by_role("radio", name="is removed").check()
    page.get_by_label("Rule of the charter").select_option(label=RULE)
    page.get_by_label("Reason", exact=True).fill("Bleach burns, and infusions are for doctors to stop.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_text("Decided.")).to_be_visible()


def mute(page: Page) -> None:
    """On somebody's page."""
    page.get_by_role("radio", name="A mute").check()
    page.get_by_label("Rule of the charter").select_option(label=RULE)
    page.get_by_label("Reason, in words for").fill("Bleach burns.")
    page.get_by_role("button", name="Take this step").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Done. It is on record with your reason.")).to_be_visible()


def test_a_harmful_tip_is_reported_taken_by_one_and_gone_for_all(four):
    first, second = four.queue(four.first), four.queue(four.second)
    author, reader = four.room(four.old), four.room(four.new)
    author.say(HARM)
    said = reader.arrived(HARM)
    reader.press(said, "reply")
    reader.say("Is that safe?")
    asked = author.arrived("Is that safe?")
    expect(asked.locator(".quoted")).to_contain_text(HARM)
    author.row(HARM).get_by_role("link", name="1 reply").click()
    expect(author.row(HARM, author.thread)).to_be_visible()
    reader.press(said, "reply")
    four.report(four.new, said)
    for page in (first, second):
        expect(row(page, "Report")).to_contain_text(f"Amber: Report {four.old}")
        expect(row(page, "Report")).to_contain_text(HARM)

    theirs = open_case(second, "Report")
    mine = open_case(first, "Report")
    expect(mine).to_contain_text("It could kill.")
    mine.get_by_role("button", name="Take it").click()
    expect(row(second, "Report")).to_contain_text(f"{four.first} has it")
    expect(theirs).to_contain_text(f"{four.first} has this until")
    expect(theirs.get_by_role("button", name="Decide", exact=True)).to_have_count(0)

    decide_removal(first)
    for page in (author, reader):
        expect(page.log).to_contain_text("A facilitator removed this message.")
        expect(page.row("Is that safe?").locator(".quoted")).to_have_text("A message that was removed")
        expect(page.page.get_by_text(HARM)).to_have_count(0)
    expect(reader.page.get_by_text("Replying to a message that was removed")).to_be_visible()
    late = four.room(four.first, tab=True)
    expect(late.log).to_contain_text("A facilitator removed this message.")
    expect(late.page.get_by_text(HARM)).to_have_count(0)
    for page in (first, second):
        expect(row(page, "Report")).to_have_count(0)
    expect(theirs).to_contain_text(f"{four.first} decided: removed.")
    mine = four.tab(four.new, "/account/reports")
    expect(mine.get_by_text("A facilitator read it and took it down. Thank you for telling us.")).to_be_visible()
    expect(mine.get_by_text(HARM)).to_have_count(0)


def test_a_step_about_the_author_is_appealed_and_upheld_by_the_other(four):
    first, second = four.queue(four.first), four.queue(four.second)
    author, reader = four.room(four.old), four.room(four.new)
    author.say(HARM)
    four.report(four.new, reader.arrived(HARM))
    open_case(first, "Report").get_by_role("link", name="Their page here").click()
    mute(first)
    over = author.page.locator(".over")
    expect(over.get_by_text("You cannot write here until")).to_be_visible()  # the open page knows
    over.get_by_role("link", name="What this means, and how to appeal").click()
    mine = author.page
    mine.get_by_role("link", name="A mute in A small place").click()
    mine.get_by_label("How do you see it?").fill("It helped my cousin.")
    mine.get_by_role("button", name="Appeal", exact=True).click()

    first.goto(f"/c/{four.slug}/queue")
    connected(first)
    expect(row(first, "Appeal")).to_contain_text("not for you")
    theirs = open_case(second, "Appeal")
    expect(theirs).to_contain_text("It helped my cousin.")
    theirs.get_by_role("radio", name="stands").check()
    theirs.get_by_label("Reason, in words for").fill("It could have killed somebody.")
    theirs.get_by_role("button", name="Decide", exact=True).click()
    expect(mine.get_by_text("The decision stands.")).to_be_visible()
    expect(mine.get_by_text("It could have killed somebody.")).to_be_visible()
    for page in (first, second):
        expect(row(page, "Appeal")).to_have_count(0)
    again = four.room(four.old, tab=True)
    expect(again.page.locator(".over").get_by_text("You cannot write here until")).to_be_visible()


def test_the_removal_is_appealed_and_upheld_by_the_other(four):
    first, second = four.queue(four.first), four.queue(four.second)
    author, reader = four.room(four.old), four.room(four.new)
    author.say(HARM)
    four.report(four.new, reader.arrived(HARM))
    open_case(first, "Report")
    decide_removal(first)
    mine = author.page
    mine.locator("#support").get_by_role("link", name="Why, and how to appeal").click()  # the open page knows
    mine.get_by_role("link", name="A message of yours was removed in A small place").click()
    for words in (HARM, "Bleach burns, and infusions are for doctors to stop."):
        expect(mine.get_by_text(words)).to_be_visible()
    mine.get_by_label("How do you see it?").fill("It helped my cousin.")
    mine.get_by_role("button", name="Appeal", exact=True).click()

    first.goto(f"/c/{four.slug}/queue")
    connected(first)
    expect(row(first, "Appeal")).to_contain_text("not for you")
    theirs = open_case(second, "Appeal")
    for words in (HARM, "It helped my cousin.", "The report that led to it"):
        expect(theirs).to_contain_text(words)
    theirs.get_by_role("radio", name="stands").check()
    theirs.get_by_label("Reason, in words for").fill("It could have killed somebody.")
    theirs.get_by_role("button", name="Decide", exact=True).click()
    expect(mine.get_by_text("The decision stands.")).to_be_visible()
    expect(mine.get_by_text("It could have killed somebody.")).to_be_visible()
    expect(four.room(four.new, tab=True).log).to_contain_text("A facilitator removed this message.")
