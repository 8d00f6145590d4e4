"""The key sets of the public interface: what the contract names, and what we add and describe in OpenAPI."""

PERSON = {"id", "handle"}
ME = PERSON | {
    "about",
    "pronouns",
    "language",
    "time_zone",
    "country",
    "email",
    "verified",
    "is_operator",
    "unread_answers",
    "takes_messages",
    "created_at",
}
SESSION = {"id", "kind", "label", "created_at", "seen_at", "expires_at", "current"}
LIST = {"items", "next"}
HISTORY = LIST | {"last_seq"}

COMMUNITY = {
    "id", "slug", "name", "condition", "summary", "about", "visibility", "joining", "questions", "charter", "members",
    "status", "role",
}  # fmt: skip
WAITING = {"id", "slug", "name", "status"}
MEMBERSHIP = {"id", "community_id", "person_id", "status", "role", "title", "requested_at", "joined_at"}
MEMBER = {"id", "handle", "role", "title", "about", "pronouns", "joined_at", "verified_until"}
CREDENTIAL = {
    "id", "community", "person", "profession", "interests", "applied_at", "state", "decided_at", "title", "expires_at",
    "ended_at",
}  # fmt: skip
EVIDENCE = CREDENTIAL | {"body", "number", "check_url", "evidence", "reason", "end_reason"}
INVITATION = {"id", "max_uses", "uses", "made_at", "expires_at"}

ROOM = {"id", "name", "purpose", "section", "last_seq"}
CONVERSATION = {"id", "person", "state", "can_write", "unread", "last_seq", "last_at"}
OPENING = {"id", "room_id", "reason", "opened_at", "expires_at"}
EVENT = {
    "id", "room_id", "seq", "change_seq", "author", "body", "html", "reply_to", "posted_at", "edited_at", "removed",
    "removed_by", "reactions", "anonymous", "thread_id", "quoted", "replies", "last_reply_at",
}  # fmt: skip
MESSAGE = EVENT | {"mine"}
MY_MESSAGE = MESSAGE | {"client_key"}
REMOVED = {"id", "room_id", "seq", "change_seq", "removed_by"}
AUTHOR = {"id", "handle", "role", "title"}

CASE = {
    "id", "kind", "state", "severity", "subject", "opened_at", "due_at", "claimed_by", "decided_by", "outcome", "rule",
    "reason", "answers", "claimed_until", "decided_at", "step",
}  # fmt: skip
SUBJECT = {"kind", "id", "person", "excerpt"}
MENTOR = {"person", "capacity", "left", "may"}
ASKING = {
    "id", "state", "mentor", "by", "newcomer", "anonymous", "room_id", "message_id", "asked_at", "ended_at",
}  # fmt: skip
NOTE = {"id", "at", "by", "body"}
SANCTION = {
    "id", "kind", "reason", "rule", "rule_text", "starts_at", "until", "ended_at", "overturned_at", "by",
}  # fmt: skip
AMENDMENT = {
    "id", "rule", "text", "why", "by", "made_at", "state", "support", "supported", "opened_at", "closes_at", "quorum",
    "electorate", "my_choice", "yes", "no", "abstain", "decided_at", "reason",
}  # fmt: skip
APPEAL = {"id", "subject", "statement", "made_at", "decided_at", "outcome", "reason"}
HEARD = APPEAL | {"replies"}
MY_REMOVAL = {
    "id", "community", "target", "words", "words_erased_at", "reason", "rule", "rule_text", "at", "restored_at", "by",
    "appeal", "can_be_appealed",
}  # fmt: skip
AUDIT_ROW = {"id", "at", "actor", "act", "subject", "reason", "step", "previous", "hash"}

FIGURE = {
    "key", "label", "value", "unit", "low", "high", "previous", "threshold", "state", "definition", "list", "n",
}  # fmt: skip
ENTRY = {"kind", "at", "day", "person", "case_id", "message_id", "count", "red", "hours", "over", "counted"}
