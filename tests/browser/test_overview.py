"""The overview in a browser: alive, usable by keyboard, and each figure a way to what it counts."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.cast import ANSWERS


def test_what_needs_somebody_comes_and_goes_by_itself(fay, town):
    page = fay.go("/c/crohns/dashboard")
    now = page.locator('[data-live="now"]')
    queue = page.locator('.tabs a[href$="/queue"]')
    before, open_before = now.inner_text(), queue.inner_text()
    name = town.newcomer()
    assert town.call(name, "POST", "/communities/crohns/memberships", {"answers": ANSWERS}).status_code == 201
    expect(queue).not_to_have_text(open_before)
    expect(now).not_to_have_text(before)
    expect(now).to_contain_text("joining")
    assert faults(page) == []


def test_a_figure_leads_to_the_list_of_what_it_counts_and_back(fay):
    page = fay.go("/c/crohns/dashboard")
    page.locator(".figure").filter(has_text="Cases within their clock").locator(".last a").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases within their clock")
    page.get_by_role("link", name="Back to the overview").press("Enter")
    for mark in page.locator(".plot path, .plot rect, .plot-key *").all():
        expect(mark).not_to_have_css("display", "none")  # another page's rules would hide it
    page.get_by_text("The numbers").first.press("Enter")
    expect(page.locator("details[open] table").first).to_be_visible()
    page.get_by_label("Period").select_option("A year")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page).to_have_url(re.compile(r"days=365$"))
