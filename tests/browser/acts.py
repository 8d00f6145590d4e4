"""What somebody does to bring a page into a state."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def send(page: Page) -> None:
    """Send the page's main form as it is, past the browser's own checks."""
    form = page.locator("main form:has(.button.main)").first
    with page.expect_navigation():
        form.evaluate("form => { form.noValidate = true; form.querySelector('.button.main').click(); }")


def refused_without_a_reason(page: Page) -> None:
    form = page.locator("form:has([name=outcome][value=refused])")
    with page.expect_navigation():
        form.evaluate("form => { form.noValidate = true; form.querySelector('button').click(); }")


def mistyped(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("Ana")
    page.get_by_label("Passphrase", exact=True).fill("not this one")
    send(page)


def registered_badly(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("?")
    page.get_by_label("Passphrase", exact=True).fill("short")
    send(page)


def passphrase_chosen(page: Page) -> None:
    page.get_by_role("textbox", name="The new passphrase").fill("a heron on a grey morning")
    send(page)


def name_taken(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Ben")
    send(page)


def far_too_long(page: Page) -> None:
    page.get_by_label("About you").evaluate("field => { field.value = 'stone '.repeat(200000); }")
    send(page)


def unnamed(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("")
    send(page)


def never_there(page: Page) -> None:
    """Neither always, nor on a day."""
    page.get_by_role("checkbox", name="Somebody is always there").uncheck()
    send(page)


def talked_about(page: Page) -> None:
    """Say something about what is in the library, with a word that breaks nowhere."""
    for body in ("Does it help with **mornings**?", "Unbreakable" * 12):
        page.get_by_label("What would you say or ask?").fill(body)
        with page.expect_navigation():
            page.locator("#talk").get_by_role("button", name="Send").click()
    expect(page.locator("#talk .message")).not_to_have_count(0)


def nothing_said(page: Page) -> None:
    page.get_by_label("What would you say or ask?").fill("  ")
    with page.expect_navigation():
        page.locator("#talk").get_by_role("button", name="Send").click()
    expect(page.get_by_label("What would you say or ask?")).to_be_focused()


def into_the_thread(page: Page) -> None:
    """From what is in the library to what is said about it."""
    talked_about(page)
    page.get_by_role("link", name="Read and answer it in the room").click()
    connected(page)
    expect(page.locator("#thread").get_by_text("About:")).to_be_visible()


def connected(page: Page) -> None:
    expect(page.locator("#connection")).to_have_attribute("data-state", "ok")


def menu_open(page: Page) -> None:
    connected(page)
    page.locator("li.message[data-own]").last.hover()
    page.locator("li.message[data-own]").last.locator("[data-act=more]").click()


def editing(page: Page) -> None:
    menu_open(page)
    page.get_by_role("menuitem", name="Change").click()
    expect(page.get_by_label("Change your message")).to_be_focused()


def removing(page: Page) -> None:
    menu_open(page)
    page.get_by_role("menuitem", name="Remove").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def reacting(page: Page) -> None:
    connected(page)
    page.locator("li.message").last.hover()
    page.locator("li.message").last.locator("[data-act=react]").click()


def not_sent(page: Page) -> None:
    connected(page)
    page.context.set_offline(True)
    page.locator("#composer").get_by_role("textbox").fill("Nobody hears this.")
    page.get_by_role("button", name="Send").click()
    page.clock.fast_forward(7000)
    expect(page.get_by_text("Not sent. It is kept on this device.").first).to_be_visible()


def asked_before_banning(page: Page) -> None:
    page.get_by_role("radio", name="A ban").check()
    page.get_by_label("Rule of the charter").select_option(index=1)
    page.get_by_label("Reason, in words for").fill("Sold pills.")
    page.get_by_role("button", name="Take this step").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def a_mute_without_its_rule(page: Page) -> None:
    """With the decision about a report."""
    page.get_by_role("radio", name="A mute").check()
    page.get_by_label("Reason", exact=True).fill("Too loud.")
    send(page)


def a_file_looked_through(page: Page) -> None:
    """One that would come in, one that says the same, and one that cannot."""
    rows = "kind,title,body\ntip,Naps,Ten minutes.\ntip,Naps,Ten minutes.\nsong,Averyverylongtitlewithoutspaces,Hm.\n"
    page.locator("#file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    with page.expect_navigation():
        page.get_by_role("button", name="Look through it").click()


def all_unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def all_unfolded_and_sent(page: Page) -> None:
    all_unfolded(page)
    send(page)
