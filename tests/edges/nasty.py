"""What people and machines send that nobody meant: values for fields, for texts that must be JSON, for addresses."""

from __future__ import annotations

from typing import Any

HUGE = 10**400
VALUES: dict[str, Any] = {
    "nothing": None,
    "true": True,
    "zero": 0,
    "a negative number": -1,
    "a fraction": 0.5,
    "a whole fraction": 1.0,
    "a number beyond 32 bits": 2**31,
    "a number beyond 53 bits": 2**53 + 1,
    "a number beyond 63 bits": 2**63,
    "a number beyond 64 bits": -(2**64) - 1,
    "a huge number": HUGE,
    "a huge fraction": 1e308,
    "an empty text": "",
    "spaces": " \t\n\r\v\f\u00a0\u2003",
    "NUL": "\x00",
    "NUL inside": "a\x00b@example.org",
    "a lone surrogate": "\ud83d",
    "surrogates the wrong way round": "\udc00\ud800",
    "control characters": "\x01\x1b[2J\x7f\x85",
    "a text right to left": "\u202eabc\u202c",
    "a byte order mark": "\ufeff",
    "no character": "\uffff\ufffe",
    "many combining marks": "e" + "\u0301" * 500,
    "a long text": "x" * 20_000,
    "wide characters": "🪨" * 3_000,
    "markup": "<script>alert(1)</script>",
    "a template": "{{7*7}} ${7*7} %(a)s %s {0}",
    "SQL": "'; DROP TABLE people; --",
    "a path": "../../../etc/passwd",
    "a list": [],
    "a list of lists": [[[[[[]]]]]],
    "a list of everything": [None, 1, "a", {}],
    "a long list": ["a"] * 3_000,
    "an object": {},
    "an object with odd names": {"": 1, "\x00": 2, "\ud800": 3, "__class__": 4},
    "a moment before time": "0000-00-00T00:00:00Z",
    "the first moment": "0001-01-01T00:00:00+23:59",
    "the last moment": "9999-12-31T23:59:59.999999-23:59",
    "an id of zeros": "00000000-0000-0000-0000-000000000000",
    "an id in other letters": "{00000000-0000-4000-8000-00000000000A}",
}

STRICTLY = (
    "nothing", "true", "a number beyond 32 bits", "a number beyond 63 bits", "a huge number", "an empty text", "spaces",
    "NUL", "a lone surrogate", "control characters", "no character", "a long text", "wide characters", "a list",
    "a list of everything", "an object with odd names", "the first moment", "the last moment", "an id of zeros",
)  # fmt: skip
"""Those that databases and parsers differ about."""

SEGMENTS = [
    "%00", "%0A", "%0D%0A", "%20", "%2F", "%2e%2e", "%FF", "%ED%A0%80", "%F0%9F%AA%A8", "%25", "%3Cb%3E", "'", "%22",
    "x" * 5_000, "nowhere", "-", "0", "00000000-0000-0000-0000-000000000000", "{0}", "%%s", "%5C", ";", "*",
    "%E2%80%AE",
]  # fmt: skip
"""For one step of an address."""

QUERIES = [
    "limit=-1", "limit=1e2", "limit=NaN", "limit=%00", "limit=1&limit=2", f"limit={10**30}", "cursor=%00",
    "cursor=%FF", "cursor=____", "cursor=AA==", "cursor=LTE", f"cursor={'A' * 5_000}", "cursor=8J-qqA",
    "q=%00", "q=%25%25", "q=__", "q=%FF", f"q={'x' * 5_000}", f"q={'x+' * 500}", "q=%5C", "q=%F0%9F%AA%A8",
    "kind=%00", "state=%00", "state=open,closed", "after_seq=-1", f"after_seq={2**53}", f"after_seq={2**31}",
    f"before_seq={2**53}", f"changed_after={2**63}", "after_seq=0&before_seq=0", "after_seq=1&changed_after=1",
    "cursor=5&after_seq=1", "invitation=%00", "invitation=%FF", "unknown=1", "%00=1", "[]=1", "=", "&&", "a" * 5_000,
]  # fmt: skip
