"""What is typed into each form of the pages in the access matrix: one for all, and what some need beside."""

from __future__ import annotations

from typing import Any, Final

ALL: Final[dict[str, Any]] = {
    "text": "Rest more.", "why": "We forget it.", "reason": "Because.", "kind": "warning", "days": "7",
    "body": "Hello.", "client_key": "k" * 32, "outcome": "close", "note": "I know her.", "statement": "A joke.",
    "reply": "And a small one.", "on": "1", "capacity": "2", "member_note": "Tuesdays.", "cap": "10",
    "title": "Pacing", "name": "Evenings", "purpose": "To rest.", "letter": "How are you?", "version": "1",
    "ask_in": "14", "illness": "less", "treatment": "same", "effort": "some", "kept": "yes", "months": "12",
    "interests": "none", "hello": "Welcome.", "person": "{flo}", "person_id": "{lin}", "against": "Harm.",
}  # fmt: skip

FORMS: Final[dict[str, dict[str, Any]]] = {
    "communities.propose": {"rule": ""},
    "professions.apply": {"community": "hidden", "profession": "Nurse", "evidence": "I am on the register."},
    "verifying.decide": {"outcome": "verified"},
    "looking_after.greet": {"kind": "welcome", "welcome": "Hello @sue.", "room_id": "{room_id}"},
    "communities.set_role": {"role": "member"},
    "library.create": {"kind": "tip"},
    "library.report": {"days": "21"},
    "moderation.sanction": {"rule": "1"},
    "moderation.set_often_said": {"welcome": "Hello {name}."},
    "moderation.set_hours": {"time_zone": "UTC", "opens": "09:00", "closes": "17:00"},
    "reports.limit": {"limit_days": "7", "limit_reason": "Too many."},
    "safety.step": {"kind": "acknowledge"},
    "telling.tell": {"reason": "spam"},
}

KINDS: Final = {"appeals": "appeal", "safety": "safety", "newcomers": "newcomer", "welcoming": "newcomer"}
VALUES: Final = {"key": "queue", "deed": "support", "name": "phrases-en", "number": 0}
QUERY: Final = {"moderation.audit_file": "?format=csv", "library.take_out": "?format=csv"}

OWN = "one's own, found by the session alone: there is nobody else's to ask for"
OPEN = "the same for everybody"
EXEMPT: Final = {
    "static": OPEN,
    "healthz": OPEN,
    "readyz": OPEN,
    "metrics": "for machines beside the server (test_http_health.py)",
    "communities.discover": "each community on it is tried in test_access.py",
    "communities.invitation": "the code is the right (test_http_communities.py)",
    "about.about": OPEN,
    "about.help": OPEN,
    "about.privacy": OPEN,
    "support.support": OPEN,
    "people.register": OPEN,
    "people.sign_up": OPEN,
    "people.signin": OPEN,
    "people.enter": OPEN,
    "people.signout": OPEN,
    "people.forgot": OPEN,
    "people.want_reset": OPEN,
    "people.reset": "the token is the right (test_http_people.py)",
    "people.choose": "the token is the right (test_http_people.py)",
    "people.verify": "the token is the right (test_http_people.py)",
    "people.confirm": "the token is the right (test_http_people.py)",
    **dict.fromkeys(("people.account", "people.edit", "people.blocks", "people.data", "people.email"), OWN),
    **dict.fromkeys(("people.change_email", "people.erase", "people.export", "people.passphrase"), OWN),
    **dict.fromkeys(("people.change_passphrase", "people.sessions", "people.end_other_sessions"), OWN),
    "people.take_messages": OWN,
}
"""Pages that no row covers, and why."""
