"""Files of a resource: to look at, and, for its author, to add and take out."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from app.begin import begin, reading
from app.errors import words
from app.files import giving, taking
from app.pages.library import blueprint
from networks.errors import Invalid
from networks.resources import files


@blueprint.get("/files/<uuid:file_id>")
def download(file_id: UUID) -> Response:
    with reading() as work:
        found = files.file(work, file_id)
    return giving.download(found)


@blueprint.get("/files/<uuid:file_id>/thumbnail")
def thumbnail(file_id: UUID) -> Response:
    with reading() as work:
        found = files.file(work, file_id)
    return giving.thumbnail(found)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/files")
@taking.takes_files
def attach(slug: str, resource_id: UUID) -> Response:
    try:
        made = taking.take(resource_id)
        flash(gettext("%(name)s is added.", name=made.name), "ok")
    except Invalid as refusal:
        flash(gettext(refusal.fields["file"]) if "file" in refusal.fields else words(refusal), "watch")
    return _to_files(slug, resource_id)


@blueprint.post("/c/<slug>/library/<uuid:resource_id>/files/<uuid:file_id>/removal")
def detach(slug: str, resource_id: UUID, file_id: UUID) -> Response:
    with begin() as work:
        files.detach(work, file_id)
    flash(gettext("The file is taken out."), "ok")
    return _to_files(slug, resource_id)


def _to_files(slug: str, resource_id: UUID) -> Response:
    return redirect(url_for(".edit", slug=slug, resource_id=resource_id, _anchor="files"), 303)
