"""A crisis message, in four browsers at once: seen through by two, and none of it before the others."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.four import Four, hearing, open_case, row
from tests.browser.room import RoomPage
from tests.browser.shaky import back

GRAVE = "This will be my last message here. Don’t be angry with me."


@pytest.fixture
def four(visit, town) -> Four:
    return Four(visit, town)


def test_a_crisis_is_seen_through_before_the_eyes_of_both_and_of_nobody_else(four):
    first, second = four.queue(four.first), four.queue(four.second)
    heard = hearing(four.visitor(four.old).page)
    member = four.room(four.old)
    author = four.room(four.new)
    author.say(GRAVE)
    said = member.arrived(GRAVE)
    card = author.page.locator("#support")
    expect(card).to_contain_text("Only you can see this.")
    expect(card.get_by_role("link", name="Find A Helpline")).to_be_visible()
    for page in (first, second):
        expect(row(page, "Safety")).to_contain_text(f"Red: Safety {four.new}")

    support = four.tab(four.new, f"/c/{four.slug}/support").locator("main")
    expect(support).to_contain_text("Lines for people in a crisis")

    hers, theirs = open_case(first, "Safety"), open_case(second, "Safety")
    hers.get_by_role("button", name="I have read this").click()
    expect(theirs).to_contain_text(f"{four.first} · acknowledged")
    hers.get_by_label("Write privately").fill("I am glad that you said it. How are you now?")
    hers.get_by_role("button", name="Send it privately").click()
    expect(card).to_contain_text("A facilitator wrote to you.")
    expect(support).to_contain_text("How are you now?")
    hers.get_by_label("What you did").fill("Wrote to them privately.")
    hers.get_by_role("button", name="Note it").click()
    expect(theirs).to_contain_text("Wrote to them privately.")
    expect(theirs).to_contain_text("I am glad that you said it.")

    theirs.get_by_label("Write privately").fill("I am here as well")
    card.get_by_role("link", name="Read it").click()
    author.page.get_by_label("Your answer").fill("Thank you. My sister is with me.")
    author.page.get_by_role("button", name="Send the answer").click()
    for pane in (hers, theirs):
        expect(pane).to_contain_text("My sister is with me.")
    expect(theirs.get_by_label("Write privately")).to_have_value("I am here as well")
    theirs.get_by_label("Write privately").fill("")
    theirs.get_by_label("Write privately").blur()
    author.page.get_by_label("Your answer").fill("She is")
    hers.get_by_label("Write privately").fill("I will ask again tomorrow.")
    hers.get_by_role("button", name="Send it privately").click()
    for letters in (author.page.locator("main"), support):
        expect(letters).to_contain_text("I will ask again tomorrow.")
    expect(author.page.get_by_label("Your answer")).to_have_value("She is")
    hers.get_by_label("How it is now").fill("Her sister is there.")
    hers.get_by_role("button", name="Note it").click()

    hers.get_by_text("Ask somebody for a second opinion").click()
    hers.get_by_label("Whom", exact=True).select_option(label=four.second)
    hers.get_by_label("What you would like to know").fill("Is that enough for tonight?")
    hers.get_by_role("button", name="Ask", exact=True).click()
    expect(row(second, "Safety")).to_contain_text("asks for your opinion")
    theirs.get_by_label("You are asked: what do you think?").fill("Yes. Ask again tomorrow.")
    theirs.get_by_role("button", name="Give your opinion").click()
    expect(hers).to_contain_text("Yes. Ask again tomorrow.")

    theirs.get_by_text("Ask somebody for a second opinion").click()
    theirs.get_by_label("What you would like to know").fill("Who rings tomorrow?")
    hers.get_by_label("How it ended").fill("Safe with family.")
    hers.get_by_label("And you?").fill("Heavy, and good to have been two.")
    hers.get_by_role("button", name="Close it", exact=True).click()
    for page, pane in ((first, hers), (second, theirs)):
        expect(pane).to_contain_text(f"{four.first} decided: closed.")
        expect(pane).to_contain_text("Heavy, and good to have been two.")
        expect(row(page, "Safety")).to_have_count(0)
    four.expect_complaint("409")
    theirs.get_by_role("button", name="Ask", exact=True).click()
    expect(theirs.get_by_role("alert")).to_contain_text("You had written: Who rings tomorrow?")

    four.room(four.new).say("Good morning, everybody.")
    member.arrived("Good morning, everybody.")
    expect(said).to_have_count(1)
    expect(member.page.locator("#support")).to_be_empty()
    assert any("last message" in one for one in heard)
    assert not [one for one in heard if re.search("case:changed|notice|support|contacts", one)], heard


def test_a_letter_that_came_while_the_line_was_cut_is_told_on_return(four):
    first = four.queue(four.first)
    author = RoomPage(four.visitor(four.new), four.place, clock=True)
    author.say(GRAVE)
    author.arrived(GRAVE)
    card = author.page.locator("#support")
    expect(card).to_contain_text("Only you can see this.")
    case = open_case(first, "Safety")
    author.visitor.cut_line()
    expect(author.status).to_have_attribute("data-state", "watch")
    case.get_by_label("Write privately").fill("I am glad that you said it.")
    case.get_by_role("button", name="Send it privately").click()
    expect(case).to_contain_text("I am glad that you said it.")
    author.visitor.mend_line()
    back(author)
    expect(card).to_contain_text("A facilitator wrote to you.")
