"""Only keys are pressed, and each stop on the way can be seen."""

from __future__ import annotations

from playwright.sync_api import Page

WHERE = """() => {
  const it = document.activeElement, look = getComputedStyle(it);
  const label = it.labels?.[0]?.textContent || document.getElementById(it.getAttribute("aria-labelledby"))?.textContent;
  const name = it.getAttribute("aria-label") || label || it.textContent || it.value || "";
  const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  const box = it.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return { name: name.replace(/\\s+/g, " ").trim(), visible: it === document.body || (ring && seen) };
}"""
FAR = 60
"""More stops than any page has on the way to something."""


class Keys:
    """Somebody at the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> str:
        """Press a key; returns the name of what has the focus then, which must be seen to have it."""
        self.page.keyboard.press(key)
        where = self.page.evaluate(WHERE)
        assert where["visible"], f"the focus cannot be seen on {where['name']!r}"
        return str(where["name"])

    def go_to(self, name: str, key: str = "Tab") -> None:
        """On to what is called so."""
        passed = []
        for _ in range(FAR):
            passed.append(self.press(key))
            if name in passed[-1]:
                return
        raise AssertionError(f"no way to {name!r}, only past {passed}")

    def enter(self) -> None:
        """Enter, where it leads to another page or elsewhere on this one."""
        self.page.keyboard.press("Enter")

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
