"""The one way from members' Markdown to HTML: parsed without raw HTML, then sanitised again by another library."""

from __future__ import annotations

import re
from typing import Final

import nh3
from markdown_it import MarkdownIt

TAGS: Final = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
SCHEMES: Final = {"http", "https", "mailto", "tel"}

MANY: Final = 100
"""Bare addresses that become links. Of more than these none does: each is looked for in all that stands before it."""


def _made(linkify: bool) -> MarkdownIt:
    """Images stay off: the browser of every reader would tell a stranger's server who reads here."""
    made = MarkdownIt("commonmark", {"html": False, "linkify": linkify, "breaks": True, "typographer": False})
    return made.enable(["linkify", "strikethrough", "table"]).disable(["image", "html_block", "html_inline"])


_parser, _without_links = _made(linkify=True), _made(linkify=False)

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel="nofollow noopener noreferrer ugc",
    strip_comments=True,
)


PLAIN: Final = re.compile(r"(?!\d+[.)])[^\W_](?:[^\W_]|[ ,;?!'\"()=%$+–—…’‘“”-]|[.:](?![^ ]))*")
"""Words that mean nothing to Markdown and need no escape: most of what is said in a chat. A dot between two letters
would be an address, a second line a list, a break or a table."""


def render(text: str) -> str:
    """HTML that is safe to show to anybody. Headings are moved below those of the page."""
    if PLAIN.fullmatch(text):
        return f"<p>{text.rstrip(' ')}</p>"
    parser = _without_links if text.count("://") > MANY else _parser
    return _cleaner.clean(_shift_headings(parser.render(text))).strip()


def _shift_headings(html: str) -> str:
    for level, lower in (("1", "3"), ("2", "3"), ("5", "4"), ("6", "4")):
        html = html.replace(f"<h{level}>", f"<h{lower}>").replace(f"</h{level}>", f"</h{lower}>")
    return html
