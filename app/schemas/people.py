"""Accounts, in and out."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import available_timezones

from marshmallow import INCLUDE, Schema, ValidationError, fields, validate, validates_schema

from app.schemas.fields import Flag, In, Line, Moment, Pattern, Text, says

COMMON: Final = frozenset(
    "password passphrase 12345678 123456789 1234567890 qwertyui qwertyuiop qwerty123 password1 password12 "
    "password123 passw0rd iloveyou sunshine princess football baseball welcome1 letmein1 abc12345 11111111 "
    "00000000 88888888 superman trustno1 starwars dragon123 monkey123 whatever computer internet michelle "
    "jennifer jordan23 asdfghjk asdfasdf 1q2w3e4r 1qaz2wsx q1w2e3r4 zaq12wsx changeme secret123".split()
)


class Email(fields.Email):
    default_error_messages = {"invalid": "Please write an e-mail address, such as heron@example.org."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str) and (len(value) > 254 or not value.isprintable()):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value.strip() if isinstance(value, str) else value, attr, data, **kwargs)


class Passphrase(fields.String):
    """At least 8 characters, any of them, and none that everybody tries first (ASVS 5.0, 6.2)."""

    def __init__(self, **options: Any) -> None:
        words = "Any characters, and none of the passphrases that many people use."
        super().__init__(metadata={"description": words, "minLength": 8, "maxLength": 200}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not 8 <= len(text) <= 200:
            raise ValidationError("Please use 8 to 200 characters. A few words in a row are easy to keep in mind.")
        if text.casefold() in COMMON or len(set(text)) < 3:
            raise ValidationError("Many people use this one, so it is quickly guessed. Please choose another.")
        return text


class RegisterIn(In):
    handle = Line(
        least=1, most=60, required=True, metadata=says("2 to 30 letters, digits, dots, dashes and underscores.")
    )
    email = Email(required=True)
    password = Passphrase(required=True)

    @validates_schema
    def not_the_name(self, data: dict[str, Any], **_: Any) -> None:
        if data["password"].casefold() in (data["handle"].casefold(), data["email"].casefold()):
            raise ValidationError("Please choose one that is not your name or address.", "password")


class SignInIn(In):
    handle = Line(most=254)
    email = Line(most=254, metadata=says("Instead of the handle. Only a confirmed address opens anything."))
    password = fields.String(required=True, validate=validate.Length(max=1000))
    cookie = Flag(load_default=False, metadata=says("Sign in as a browser: with its cookie, not with a token."))

    @validates_schema
    def one_name(self, data: dict[str, Any], **_: Any) -> None:
        if ("handle" in data) == ("email" in data):
            raise ValidationError("Please give a handle or an e-mail address.", "handle")


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("We do not know this time zone.")


class ProfileIn(In):
    handle = Line(least=1, most=60)
    about = Text(most=500)
    pronouns = Line(most=40)
    language = fields.String(validate=Pattern(r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$", error="Please choose a language."))
    time_zone = fields.String(validate=known_zone, metadata=says("As in `Europe/London`."))
    country = fields.String(
        validate=Pattern(r"^([A-Z]{2})?$", error="Please choose a country."),
        metadata=says("Two capital letters, as in `GB`, or none. It decides which lines for help are shown."),
    )
    takes_messages = Flag(metadata=says("Whether other members may begin a conversation with one."))


class EmailIn(In):
    email = Email(required=True)
    password = fields.String(required=True, validate=validate.Length(max=1000))


class ResetIn(In):
    email = Email(required=True)


class NewPassphraseIn(In):
    """`current` is asked for again: an unlocked phone must not be enough to take an account over."""

    current = fields.String(required=True, validate=validate.Length(max=1000))
    password = Passphrase(required=True)


class ChosenPassphraseIn(In):
    password = Passphrase(required=True)


class EraseIn(In):
    password = fields.String(required=True, validate=validate.Length(max=1000))
    content = fields.String(
        required=True,
        validate=validate.OneOf(["delete", "anonymise"]),
        metadata=says("Whether one's words go too, or stay without a name."),
    )


class PersonOut(Schema):
    """A person as others see them."""

    id = fields.UUID(required=True)
    handle = fields.String(required=True)


class MeOut(PersonOut):
    about = fields.String(required=True)
    pronouns = fields.String(required=True)
    language = fields.String(required=True)
    time_zone = fields.String(required=True)
    country = fields.String(required=True)
    takes_messages = fields.Boolean(
        required=True, metadata=says("Whether other members may begin a conversation with one.")
    )
    email = fields.String(required=True, allow_none=True)
    verified = fields.Boolean(required=True)
    is_operator = fields.Boolean(required=True)
    unread_answers = fields.Integer(required=True, metadata=says("To reports that one sent: see `GET /me/reports`."))
    created_at = Moment(required=True)


class ExportOut(Schema):
    """Everything about oneself. Each feature adds its own lists."""

    class Meta:
        unknown = INCLUDE

    exported_at = Moment(required=True)
    person = fields.Dict(required=True)
    memberships = fields.List(fields.Dict(), required=True)
    messages = fields.List(fields.Dict(), required=True)


class SessionOut(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    created_at = Moment(required=True)
    seen_at = Moment(required=True)
    expires_at = Moment(required=True)
    current = fields.Boolean(required=True)


class SignedInOut(Schema):
    """`token` for programs; `csrf_token` where a cookie was asked for."""

    token = fields.String()
    csrf_token = fields.String()
    person = fields.Nested(MeOut, required=True)
