"""Files in a browser: sending one while one writes, stopping it, what is refused in words, and saving it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import FilePayload, Page, expect

from networks.resources.actions import offer, submit
from networks.resources.reviewing import decide
from tests.browser.axe import faults
from tests.domain.acts import do
from tests.edges import sheets

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def draft(town) -> UUID:
    words = {"kind": "document", "title": "A week on one page", "body": "To print and fill in."}
    made: UUID = do(town.network, town.cast.ana, offer, "crohns", **words).id
    return made


def address(draft: UUID) -> str:
    return f"/c/crohns/library/{draft}/draft"


def sheet(name: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


def add(page: Page, name: str, body: bytes) -> None:
    page.get_by_label("Add a file").set_input_files(sheet(name, body))
    page.get_by_role("button", name="Add this file").click()


def test_a_file_is_added_and_taken_out_while_one_goes_on_writing(visit, town, draft):
    page: Page = visit(town.cast.ana, **PHONE).go(address(draft))
    page.get_by_label("What it is").fill("To print, fold and fill in.")
    add(page, "week.pdf", sheets.PDF)
    expect(page.get_by_role("status").filter(has_text="week.pdf is added.")).to_be_visible()
    add(page, "where.jpg", sheets.picture("JPEG", (900, 600)))
    expect(page.get_by_role("link", name="where.jpg")).to_be_visible()
    expect(page.get_by_label("What it is")).to_have_value("To print, fold and fill in.")
    assert faults(page) == []
    page.get_by_role("button", name="Take out week.pdf").click()
    expect(page.get_by_role("link", name="week.pdf")).to_have_count(0)
    expect(page.get_by_role("link", name="where.jpg")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="where.jpg").click()
    assert saved.value.suggested_filename == "where.jpg"
    page.reload()
    expect(page.get_by_role("link", name="where.jpg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_how_far_it_is_shows_and_it_can_be_stopped(visit, town, draft):
    page: Page = visit(town.cast.ana).go(address(draft))
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 1_000_000, "uploadThroughput": 200_000}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    add(page, "long.txt", b"Slow and steady.\n" * 120_000)
    bar = page.get_by_role("progressbar", name="How much is sent")
    expect(bar).to_be_visible()
    expect(bar).to_have_attribute("value", re.compile("[1-9]"))
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. Nothing was kept.")).to_be_visible()
    expect(bar).to_be_hidden()
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1, "downloadThroughput": -1})
    page.reload()
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_what_is_not_taken_is_told_in_words(visit, town, draft):
    ana = visit(town.cast.ana)
    ana.expect_complaint("status of 422")
    page: Page = ana.go(address(draft))
    add(page, "photo.png", sheets.SVG)
    expect(page.get_by_text("This is a web page or a drawing with code in it")).to_have_class(re.compile("fault"))
    add(page, "large.pdf", sheets.PDF + bytes(20 * 1024 * 1024))
    expect(page.get_by_text("This file is larger than 20 MB.")).to_be_visible()
    expect(page.get_by_text("None yet.")).to_be_visible()


def test_without_scripts_a_plain_form_does_the_same(visit, town, draft):
    page: Page = visit(town.cast.ana, java_script_enabled=False).go(address(draft))
    add(page, "photo.png", sheets.SVG)
    expect(page.get_by_text("This is a web page or a drawing with code in it")).to_be_visible()
    add(page, "week.pdf", sheets.PDF * 20_000)
    expect(page.get_by_text("week.pdf is added.")).to_be_visible()
    page.get_by_role("button", name="Take out week.pdf").click()
    expect(page.get_by_text("The file is taken out.")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_members_find_the_files_beside_the_resource(visit, town, draft, scheme, width):
    writing: Page = visit(town.cast.ana).go(address(draft))
    add(writing, "a-name-that-goes-on-" * 5 + ".pdf", sheets.PDF)
    expect(writing.get_by_role("status").filter(has_text="is added.")).to_be_visible()
    add(writing, "where.png", sheets.picture("PNG", (900, 600)))
    expect(writing.get_by_role("link", name="where.png")).to_be_visible()
    do(town.network, town.cast.ana, submit, draft)
    desk: Page = visit(town.cast.fay).go("/c/crohns/queue?kind=review")
    desk.get_by_role("link", name="A week on one page").first.click()
    expect(desk.get_by_role("link", name="where.png")).to_be_visible()
    do(town.network, town.cast.fay, decide, draft, outcome="publish", reason="Good.", version=1)
    page: Page = visit(town.cast.ben, color_scheme=scheme, viewport={"width": width, "height": 800}).go(
        f"/c/crohns/library/{draft}"
    )
    expect(page.get_by_role("heading", name="Files")).to_be_visible()
    page.locator("img.file-small").scroll_into_view_if_needed()
    expect(page.locator("img.file-small")).to_have_js_property("complete", True)
    assert page.locator("img.file-small").evaluate("picture => picture.naturalWidth") > 0
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
