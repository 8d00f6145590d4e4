"""A library comes in from a file: looked through, then all of it, with a bar or without scripts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.visitor import Visitor
from tests.cast import PASSPHRASE

PLACE = "/c/crohns/settings/exchange"


@pytest.fixture
def sheet() -> str:
    """Three things that nobody has yet."""
    mark = uuid4().hex[:8]
    return "kind,title,body,tags\r\n" + "".join(f"tip,Tip {number} {mark},'- do this.,work\r\n" for number in range(3))


def choose(page: Page, content: str, name: str = "library.csv") -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="Look through it").click()


def test_a_facilitator_brings_a_library_in_and_sees_how_far_it_is(fay, sheet):
    page = fay.go("/c/crohns/settings")
    page.get_by_role("link", name="Export and import").click()
    assert faults(page) == []
    choose(page, sheet)
    expect(page.get_by_text("3 things would come in.")).to_be_visible()
    assert faults(page) == []
    values = page.evaluate_handle("""() => {
      const seen = [], bar = document.querySelector("progress");
      new MutationObserver(() => seen.push([bar.value, bar.max])).observe(bar, { attributes: true });
      return seen;
    }""")
    page.get_by_role("button", name="Bring all 3 in").click()
    expect(page.get_by_role("status")).to_contain_text("3 things came in.")
    expect(page.get_by_text("3 things would come in.")).to_be_hidden()
    expect(page.get_by_role("link", name="See how they are getting on")).to_be_visible()
    assert values.json_value()[-1] == [6, 6]
    assert faults(page) == []
    choose(page, sheet)
    expect(page.get_by_text("All of this is here already. There is nothing to bring in.")).to_be_visible()
    assert faults(page) == []


def test_what_has_to_be_mended_is_named_and_then_nothing_comes_in(fay, sheet):
    page = fay.go(PLACE)
    choose(page, sheet + "song,<b>Not a kind</b>,B,\r\n")
    expect(page.get_by_text("One place has to be mended first.")).to_be_visible()
    row = page.get_by_role("table", name="What to mend").get_by_role("row").last
    expect(row).to_contain_text("<b>Not a kind</b>")
    expect(row.get_by_role("rowheader")).to_contain_text("5")
    expect(page.get_by_role("button", name="Bring")).to_have_count(0)
    assert faults(page) == []
    fay.expect_complaint("422")
    choose(page, "", "empty.csv")
    expect(page.get_by_role("alert")).to_contain_text("Please choose a file with something in it.")


def test_without_scripts_the_page_waits_and_the_same_comes_in(visit, town, sheet):
    visitor: Visitor = visit(java_script_enabled=False)
    page = visitor.go(f"/signin?next={PLACE}")
    page.get_by_label("Name or e-mail").fill("Fay")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    choose(page, sheet)
    page.get_by_role("button", name="Bring all 3 in").click()
    expect(page.get_by_role("status")).to_contain_text("3 things came in.")


def test_a_line_that_is_lost_is_told_and_the_same_button_goes_on(fay, sheet):
    page = fay.go(PLACE)
    choose(page, sheet)
    fay.cut_line()
    page.get_by_role("button", name="Bring all 3 in").click()
    expect(page.get_by_role("status")).to_contain_text("The line was lost.")
    fay.mend_line()
    page.get_by_role("button", name="Bring all 3 in").click()
    expect(page.get_by_role("status")).to_contain_text("3 things came in.")


def test_a_download_is_a_file(fay):
    page = fay.go(PLACE)
    with page.expect_download() as coming:
        page.get_by_role("link", name="For a spreadsheet (CSV)").click()
    assert coming.value.suggested_filename == "crohns-library.csv"
    assert coming.value.path().read_bytes().startswith(b"\xef\xbb\xbfkind,title")
