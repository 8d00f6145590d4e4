"""How each route of the HTTP interface is called in the access matrix: bodies, and cases of the kind it is about."""

from __future__ import annotations

from typing import Any, Final

from tests.cast import PASSPHRASE

REASON: Final = {"reason": "Because."}
DECISION: Final = {"outcome": "close", "reason": "Because."}
HOURS: Final = {"time_zone": "UTC", "days": [0], "opens": "09:00", "closes": "17:00"}
TIP: Final = {"kind": "tip", "title": "Pacing", "body": "Three anchors a day."}
TRIED: Final = {"illness": "less", "treatment": "same", "effort": "some", "days": 21, "kept": True}
PASSWORDS: Final = {"current": PASSPHRASE, "password": "eleven stones by the river"}

BODIES: Final[dict[str, Any]] = {
    "amendments.decline": REASON,
    "amendments.propose": {"text": "Rest more.", "why": "We forget it."},
    "amendments.put_to_vote": {"days": 7},
    "amendments.vote": {"choice": "yes"},
    "appeals.answer": {"body": "Tell us more."},
    "appeals.appeal": {"statement": "It was a joke."},
    "appeals.appeal_removal": {"statement": "It was a joke."},
    "appeals.reply": {"body": "And a small one."},
    "appeals.reply_removal": {"body": "And a small one."},
    "chat.edit": {"body": "Changed."},
    "chat.make_room": {"name": "Evenings", "purpose": "To rest."},
    "chat.open_room": REASON,
    "chat.post": {"body": "Hello.", "client_key": "k" * 32},
    "chat.read": {"seq": 1},
    "chat.remove": REASON,
    "conversations.answer": {"accepted": True},
    "conversations.start": {"person_id": "{lin}"},
    "communities.edit_community": {"summary": "Changed."},
    "communities.invite": {},
    "communities.join": {"answers": ["a", "b"]},
    "communities.make_community": {"slug": "another", "name": "Another", "summary": "For all."},
    "communities.set_role": {"role": "professional", "title": "Nurse"},
    "credentials.apply": {"profession": "Nurse", "interests": "None.", "evidence": "I am on the register."},
    "credentials.decide": {"outcome": "verified", "title": "Nurse", "months": 12},
    "credentials.revoke": REASON,
    "desks.hand_over": {"person_id": "{flo}"},
    "desks.open_evidence": REASON,
    "desks.set_greetings": {"welcome": ["Hello {name}."]},
    "desks.set_hours": HOURS,
    "desks.set_reasons": {"reasons": {"close": ["Well."]}},
    "exchange.import_": {"format": "json", "content": "[]"},
    "looking_after.add_member_note": {"body": "Tuesdays are hard."},
    "looking_after.greet": {"kind": "welcome", "room_id": "{room_id}", "body": "Hello @sue.", "client_key": "k" * 32},
    "moderation.add_note": {"body": "I know her."},
    "moderation.decide": DECISION,
    "moderation.sanction": {"kind": "warning", "reason": "Unkind words.", "rule": "1"},
    "overview.put_cap": {"cap": 10},
    "people.change_email": {"email": "new@example.org", "password": PASSPHRASE},
    "people.change_passphrase": PASSWORDS,
    "people.edit_me": {"about": "Hello."},
    "people.erase_me": {"password": PASSPHRASE, "content": "delete"},
    "reports.limit_reports": REASON,
    "reports.report": {"target": {"kind": "message", "id": "{message_id}"}, "reason": "spam", "note": ""},
    "resources.decide": {"outcome": "decline", "reason": "Because.", "version": 1},
    "resources.edit": {"body": "Mine."},
    "resources.keep": {"body": "Mine."},
    "resources.offer": TIP,
    "resources.preview": {"body": "Mine."},
    "reviews.advise": {"version": 1, "reason": "Good."},
    "reviews.answer": {"accepted": True},
    "reviews.archive": REASON,
    "reviews.endorse": {"version": 1, "interests": "none", "months": 12},
    "reviews.open_resource": REASON,
    "reviews.propose": {"version": 1, "title": "Pacing", "body": "Four anchors."},
    "reviews.set_often": {"publish": [], "request_changes": [], "decline": []},
    "rota.hand_over": {"note": "All is calm."},
    "rota.plan_shift": {"person_id": "{flo}", "starts_at": "{later}", "ends_at": "{latest}"},
    "safety.answer": {"body": "Better."},
    "safety.keep_contacts": {"content": "x = 1", "why": "Because."},
    "safety.keep_phrases": {"name": "phrases-en", "red": ["xylophone"], "why": "Because."},
    "safety.take_step": {"kind": "acknowledge"},
    "safety.use_edition": {"why": "Because."},
    "safety.write_letter": {"body": "How are you?"},
    "sharing.answer": {"accepted": False},
    "shelves.edit_collection": {"name": "Start there"},
    "shelves.make_collection": {"name": "Another shelf"},
    "shelves.settle": {"is_public": False},
    "trying.report": TRIED,
    "trying.start": {"days": 14},
    "welcoming.ask": {"person_id": "{lin}"},
    "welcoming.offer": {"capacity": 1},
}  # fmt: skip

KINDS: Final = {"appeals": "appeal", "safety": "safety", "welcoming": "newcomer"}
"""Of which kind the case is that a feature's routes are about; else it is a report."""

VALUES: Final = {"key": "queue", "kind": "join", "emoji": "👍", "name": "phrases-en", "number": 0}
"""What routes have in their address beside ids."""

EXEMPT: Final = {
    "api_docs.page": "public by nature: what the interface can do, not what is in it",
    "api-docs.openapi_json": "public by nature, as the page of it",
    "api_people.register": "the way in: nobody stands anywhere before it",
    "api_people.open_session": "the way in",
    "api_people.want_reset": "the way in; its answer is the same for an address that nobody has (test_http_people.py)",
    "api_people.reset": "the token is the right (test_http_people.py)",
    "api_people.verify": "the token is the right (test_http_people.py)",
}
"""Routes that no row covers, and why."""
