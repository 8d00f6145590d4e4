"""The demo's front door: looking around as one of its invented people. There only in the demo, only on loopback."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.begin import network
from app.demo import guests
from app.pages.frame import onward
from app.signing_in import sign_in_as
from networks.errors import NotFound
from networks.people.queries import person_by_handle

blueprint = Blueprint("demo", __name__)


@blueprint.post("/demo/signin")
def signin() -> Response:
    handle = request.form.get("handle", "")
    if not ip_address(request.remote_addr or "0.0.0.0").is_loopback or handle not in dict(guests()):  # noqa: S104
        raise NotFound
    with network().reading() as work:
        person_id = person_by_handle(work, handle).id
    sign_in_as(person_id)
    return onward(None)
