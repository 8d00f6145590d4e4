"""axe-core's rules, run inside a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

SCRIPT: Final = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN: Final = """async rules => {
  const options = { runOnly: rules, resultTypes: ["violations"], preload: false };
  const { violations } = await axe.run(options);
  const told = (rule, node) => `${rule.id} (${rule.help}): ${node.html}\\n    ${node.failureSummary}`;
  return violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


def faults(page: Page) -> list[str]:
    """What a page does against WCAG 2.2 AA and good practice, one line for each element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())  # as a script element, the pages' own policy would refuse it
    found: Any = page.evaluate(RUN, RULES)
    return [str(one) for one in found]


@cache
def _script() -> str:
    return SCRIPT.read_text()
