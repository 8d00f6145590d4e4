"""The whole way without a mouse: only keys are pressed here, and each stop on the way can be seen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.keys import Keys
from tests.cast import PASSPHRASE


def test_signing_in_joining_writing_reacting_and_replying_need_no_mouse(visit, town, room):
    name = town.newcomer()
    page = visit().go("/")
    keys = Keys(page)
    assert keys.press("Tab") == "Skip to the content"
    keys.go_to("Sign in")
    keys.enter()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    sign_in(keys, name)

    keys.go_to("Long Covid")
    keys.enter()
    expect(page.get_by_role("heading", name="Long Covid")).to_be_visible()
    keys.go_to("I have read the charter")
    keys.press("Space")
    keys.go_to("Join")
    keys.enter()
    expect(page.get_by_role("heading", name="Long days", exact=True)).to_be_visible()
    expect(page.locator("#connection")).to_have_attribute("data-state", "ok")

    keys.go_to("Message to Long days")
    keys.write("Hello from the keyboard.")
    keys.enter()
    said = page.get_by_role("log").locator("li.message").filter(has_text="Hello from the keyboard.")
    expect(said).to_be_visible()
    expect(said).not_to_contain_text("Sending")

    keys.go_to("Messages in Long days", key="Shift+Tab")
    keys.press("ArrowUp")
    expect(said).to_be_focused()
    keys.go_to("React to")
    assert "Same here" in keys.press("Enter")
    assert "Holding you" in keys.press("ArrowRight")
    keys.enter()
    expect(said.get_by_role("button", name="Holding you: 1, you too")).to_be_visible()

    keys.go_to("Reply to", key="Shift+Tab")
    keys.enter()
    expect(page.get_by_text("Replying to")).to_be_visible()
    keys.write("And an answer.")
    keys.enter()
    answer = page.get_by_role("log").locator("li.message").filter(has_text="And an answer.")
    expect(answer.locator(".quoted")).to_contain_text("Hello from the keyboard.")


def sign_in(keys: Keys, name: str) -> None:
    keys.go_to("Name or e-mail")
    keys.write(name)
    keys.go_to("Passphrase")
    keys.write(PASSPHRASE)
    keys.enter()
    expect(keys.page.get_by_role("link", name="Your account")).to_be_visible()


def test_the_menu_of_a_message_and_its_dialog_give_the_focus_back(ana, room, ben_says):
    ben_says("Something to look at.")
    page = ana.go(room.path)
    expect(page.locator("#connection")).to_have_attribute("data-state", "ok")
    keys = Keys(page)
    keys.go_to("Messages in")
    keys.press("End")
    keys.go_to("More for Ben’s message")
    assert "Show the replies" in keys.press("Enter")
    assert "More for Ben’s message" in keys.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()


def test_a_question_before_a_grave_step_can_be_answered_and_left_by_keys(visit, town):
    name = town.newcomer("crohns")
    page = visit(name).go("/c/crohns")
    keys = Keys(page)
    keys.go_to("Leave this community")
    keys.enter()
    keys.go_to("Leave Crohn's disease")
    assert keys.press("Enter") == "No, go back"
    assert "Leave Crohn's disease" in keys.press("Escape")
    keys.enter()
    keys.go_to("Leave", key="Shift+Tab")
    keys.enter()
    expect(page.get_by_text("Done. You can ask again at any time.")).to_be_visible()
