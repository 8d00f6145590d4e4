"""Files of resources over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from app.api.described import gives, refuses
from app.api.frame import Blueprint, wrapped
from app.begin import begin, reading
from app.files import giving, taking
from app.files.kinds import ENDINGS
from app.schemas.files import FileOut
from networks.resources import files

blueprint = Blueprint("files", "What belongs to a resource: documents, pictures and tables.")

FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
            }
        }
    },
}


@blueprint.route("/resources/<uuid:resource_id>/files", methods=["POST"])
@taking.takes_files
@blueprint.response(201, wrapped("file", FileOut))
@refuses(403, 409, 413, 422)
@blueprint.doc(requestBody=FORM)
def attach(resource_id: UUID) -> dict[str, Any]:
    """Add a file to a draft. PDF, PNG, JPEG, GIF, WebP, plain text or CSV, up to 20 MB; ten for each version. Its type
    is told by what is in it. Pictures are made anew without what cameras write into them, such as the place. The same
    file sent again is not added again.
    """
    return {"file": taking.take(resource_id)}


@blueprint.route("/files/<uuid:file_id>", methods=["GET"])
@gives("The file.", *ENDINGS)
@gives("The part that was asked for.", *ENDINGS, status=206)
@gives("It is the one that the asker has.", status=304)
@refuses(416)
def download(file_id: UUID) -> Response:
    """A file. For whoever may see a version of the resource that has it, asked with each request. Takes `Range`."""
    with reading() as work:
        found = files.file(work, file_id)
    return giving.download(found)


@blueprint.route("/files/<uuid:file_id>/thumbnail", methods=["GET"])
@gives("The small picture.", "image/webp")
def thumbnail(file_id: UUID) -> Response:
    """A small picture of a picture. Under the same rights as the file."""
    with reading() as work:
        found = files.file(work, file_id)
    return giving.thumbnail(found)


@blueprint.route("/files/<uuid:file_id>", methods=["DELETE"])
@blueprint.response(204)
@refuses(403, 409)
def detach(file_id: UUID) -> None:
    """Take a file out of a draft. Versions that others have read keep it."""
    with begin() as work:
        files.detach(work, file_id)
