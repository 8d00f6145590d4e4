"""Files over HTTP: what is taken, what is refused in plain words, how they are given out, and to whom."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from app.files import pictures, taking
from app.files.names import cleaned
from app.work import run_due
from networks.errors import Unavailable
from tests.edges import sheets
from tests.edges.caller import gone, refused
from tests.edges.test_http_resources import EVERYBODY, STEPS, in_every_state, offered  # noqa: F401

NOWHERE = "/files/00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def empty(app):
    """The store begins empty, whatever tests before have left there."""
    shutil.rmtree(app.extensions["store"].place, ignore_errors=True)


@pytest.fixture
def place(offered):  # noqa: F811
    """Where files of a draft of Ana's are sent."""
    return f"/resources/{offered()['id']}/files"


@pytest.fixture
def send(as_, cast, place):
    """Send a file to it; returns the answer."""

    def sending(
        body: bytes = sheets.PDF, name: str = "plan.pdf", type_: str = "application/pdf", to: str = place, **more
    ):
        data = {"file": (io.BytesIO(body), name, type_)}
        return as_(more.pop("who", cast.ana)).post(to, data=data, content_type="multipart/form-data", **more)

    return sending


def sent(answer):
    assert answer.status_code == 201, answer.json
    return answer.json["file"]


def kept(app) -> list[Path]:
    """Everything in the store."""
    return [one for one in app.extensions["store"].place.rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("body", "name", "type_"),
    [
        (sheets.PDF, "plan.pdf", "application/pdf"),
        (sheets.TEXT, "plan.txt", "text/plain"),
        (sheets.CSV, "plan.csv", "text/csv"),
        (sheets.CSV.replace(b",", b";"), "plan.csv", "text/csv"),
        (b"\xef\xbb\xbf" + sheets.CSV, "plan.csv", "text/csv"),
        (sheets.picture("PNG"), "plan.png", "image/png"),
        (sheets.picture("JPEG"), "plan.jpg", "image/jpeg"),
        (sheets.picture("WEBP"), "plan.webp", "image/webp"),
        (sheets.moving("GIF"), "plan.gif", "image/gif"),
        (sheets.moving("WEBP"), "plan.webp", "image/webp"),
    ],
)
def test_what_is_taken_is_known_by_what_is_in_it_whatever_it_is_called(as_, cast, send, body, name, type_):
    made = sent(send(body, "plan", "text/html"))
    assert (made["name"], made["type"]) == (name, type_)
    answer = as_(cast.ana).get(f"/files/{made['id']}")
    assert (answer.status_code, answer.mimetype, len(answer.data)) == (200, type_, made["size"])
    assert made["thumbnail"] == type_.startswith("image/")
    if not type_.startswith("image/"):
        assert answer.data == body


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (sheets.SVG, "web page"),
        (b"<?xml version='1.0'?>" + sheets.SVG, "web page"),
        (sheets.HTML, "web page"),
        (b"Hello.\n\n   " + sheets.HTML, "web page"),
        (b"\xef\xbb\xbf" + sheets.HTML, "web page"),
        (sheets.HTML + sheets.PDF, "web page"),
        (b"\n" + sheets.PDF + b"\x00", "something else"),
        (sheets.PDF.replace(b"%%EOF", b""), "not whole"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02", "program"),
        (b"#!/bin/sh\necho hello\n", "program"),
        (b"PK\x03\x04\x14\x00", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (sheets.TEXT.decode().encode("latin-1"), "something else"),
        (sheets.TEXT.decode().encode("utf-16"), "something else"),
        (b"GIF is what I like.\x00", "something else"),
        (b"GIF89a/*<script>alert(1)</script>*/", "cannot read"),
        (b"\xff\xd8\xff\xe0 a photo, or so", "cannot read"),
        (sheets.picture("PNG")[:60], "cannot read"),
        (sheets.picture("JPEG", (300, 300))[:500], "cannot read"),
        (sheets.bomb(50_000, 50_000), "megapixels"),
        (sheets.bomb(50_000, 2), "16,000"),
        (sheets.bomb(15_000, 15_000), "megapixels"),
        (sheets.bomb(100, 100), "cannot read"),
        (sheets.moving("GIF", 201, (4, 4)), "too long"),
        (sheets.moving("WEBP", 201, (4, 4)), "too long"),
        (sheets.picture("BMP"), "something else"),
        (sheets.picture("TIFF"), "something else"),
        (sheets.picture("ICO"), "something else"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everything_else_is_refused_in_plain_words_and_leaves_nothing(app, send, body, word):
    error = refused(send(body, "holiday.png", "image/png"), 422, "file")
    assert word in error["fields"]["file"]
    assert kept(app) == []


def test_a_request_without_a_file_or_with_two_is_told_so(as_, cast, send, place):
    for data, word in (({}, "choose"), ({"file": "words"}, "choose")):
        answer = as_(cast.ana).post(place, data=data, content_type="multipart/form-data")
        assert word in refused(answer, 422, "file")["fields"]["file"]
    two = {"file": [(io.BytesIO(sheets.PDF), "a.pdf"), (io.BytesIO(sheets.TEXT), "b.txt")]}
    answer = as_(cast.ana).post(place, data=two, content_type="multipart/form-data")
    assert "one file" in refused(answer, 422, "file")["fields"]["file"]
    refused(as_(cast.ana).post(place, {"file": "x"}), 422, "file")
    refused(as_(cast.ana).post(place, data=b"--x\r\n", content_type="multipart/form-data; boundary=x"), 422, "file")


def test_twenty_megabytes_are_the_most_for_files_and_one_for_everything_else(app, as_, cast, send, monkeypatch):
    size = taking.LARGEST
    large = b"a" * 99 + b"\n"
    assert sent(send(large * (size // 100), "large.txt"))["size"] == size // 100 * 100
    before = len(kept(app))
    refused(send(large * (size // 100 + 1), "larger.txt"), 422, "file")
    refused(send(large * (size // 90), "largest.txt"), 422, "file")
    assert len(kept(app)) == before
    answer = as_(cast.ana).post("/communities/crohns/resources", data=b"x" * size, content_type="application/json")
    refused(answer, 413)


def test_of_a_photo_nothing_is_left_but_the_picture(as_, cast, send):
    for body in (sheets.photo(), sheets.talkative_png(), sheets.moving("GIF")):
        assert sheets.WHERE in body
        made = sent(send(body, "photo"))
        whole = as_(cast.ana).get(f"/files/{made['id']}").data
        small = as_(cast.ana).get(f"/files/{made['id']}/thumbnail").data
        for given in (whole, small):
            assert sheets.WHERE not in given
            assert b"Telephone" not in given
            picture = Image.open(io.BytesIO(given))
            assert dict(picture.getexif()) == {}
            assert not {"exif", "comment", "Location", "icc_profile", "xmp"} & set(picture.info)
    upright = sent(send(sheets.photo(), "photo"))
    assert Image.open(io.BytesIO(as_(cast.ana).get(f"/files/{upright['id']}").data)).size == (40, 60), "turned as seen"


def test_a_moving_picture_goes_on_moving_and_its_small_one_stands_still(as_, cast, send):
    for form in ("GIF", "WEBP"):
        made = sent(send(sheets.moving(form), "dance"))
        assert getattr(Image.open(io.BytesIO(as_(cast.ana).get(f"/files/{made['id']}").data)), "n_frames", 1) == 3
        small = Image.open(io.BytesIO(as_(cast.ana).get(f"/files/{made['id']}/thumbnail").data))
        assert getattr(small, "n_frames", 1) == 1


def test_a_small_picture_is_bounded_and_shown_in_its_place(as_, cast, send):
    made = sent(send(sheets.picture("JPEG", (2000, 1000))))
    answer = as_(cast.ana).get(f"/files/{made['id']}/thumbnail")
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == ("image/webp", "inline")
    assert Image.open(io.BytesIO(answer.data)).size == (480, 240) == (pictures.THUMBNAIL[0], 240)
    gone(as_(cast.ana).get(f"/files/{sent(send())['id']}/thumbnail"))


def test_a_file_is_given_out_to_be_saved_and_never_as_a_page_of_ours(as_, cast, send):
    made = sent(send(sheets.TEXT, "Plan für März.txt"))
    for path in (f"/files/{made['id']}", f"/files/{sent(send(sheets.picture()))['id']}/thumbnail"):
        headers = as_(cast.ana).get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers.getlist("Content-Security-Policy") == ["default-src 'none'; sandbox"]
        assert headers["Cache-Control"] == "private, no-store"
    answer = as_(cast.ana).get(f"/files/{made['id']}")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Plan fur Marz.txt\"; filename*=UTF-8''Plan%20f%C3%BCr%20M%C3%A4rz.txt"
    )
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("C:\\Users\\Ana\\plan.PDF", "plan.pdf"),
        ("plan.pdf\r\nSet-Cookie: a=b", "plan.pdfSet-Cookie a=b.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe.pdf"),
        ('a"; filename="evil.exe', "a ; filename= evil.exe.pdf"),
        ("CON", "_CON.pdf"),
        ("nul.pdf", "_nul.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("  .. ", "file.pdf"),
        ("", "file.pdf"),
        (None, "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("a" * 500 + ".pdf", "a" * 116 + ".pdf"),
        ("\ud800plan\x00.pdf", "plan.pdf"),
        ("évaluation 🌱.pdf", "évaluation 🌱.pdf"),
    ],
)
def test_what_a_file_is_called_is_only_ever_words(said, shown):
    assert cleaned(said, "application/pdf") == shown
    assert len(shown) <= 120


def test_a_name_that_would_break_a_header_does_not(as_, cast, send):
    made = sent(send(sheets.PDF, 'plan"; x="\u202e\u00e4.pdf'))
    answer = as_(cast.ana).get(f"/files/{made['id']}")
    assert answer.headers["Content-Disposition"].count('"') == 2
    assert answer.headers["Content-Disposition"].isascii()


def test_a_part_of_a_file_is_given_to_whoever_asks_for_it(as_, cast, send):
    made = sent(send(sheets.TEXT, "plan.txt"))
    place, ana = f"/files/{made['id']}", as_(cast.ana)
    whole = ana.get(place)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, expected in (
        ("bytes=5-9", sheets.TEXT[5:10]),
        ("bytes=-4", sheets.TEXT[-4:]),
        ("bytes=3-", sheets.TEXT[3:]),
    ):
        answer = ana.get(place, headers={"Range": asked})
        assert (answer.status_code, answer.data) == (206, expected)
        assert answer.headers["Content-Range"].endswith(f"/{len(sheets.TEXT)}")
    late = ana.get(place, headers={"Range": "bytes=9999-"})
    assert late.headers["Content-Range"] == f"bytes */{len(sheets.TEXT)}"
    assert late.status_code == 416
    head = ana.call("HEAD", place)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(sheets.TEXT))
    assert ana.get(place, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@in_every_state
def test_in_every_state_files_are_there_for_these_and_for_nobody_else(as_, cast, send, steps, seen_by, place):
    made = sent(send(sheets.picture()))
    resource = as_(cast.ana).get(place.removesuffix("/files")).json["resource"]
    for step in steps:
        resource = STEPS[step](as_, cast, resource)
    tag = as_(cast.ana).get(f"/files/{made['id']}").headers["ETag"]
    nothing = gone(as_(cast.ana).get(NOWHERE))
    for name in EVERYBODY:
        caller = as_(getattr(cast, name))
        for path in (f"/files/{made['id']}", f"/files/{made['id']}/thumbnail"):
            for headers in ({}, {"Range": "bytes=0-3"}, {"Range": "bytes=99999999-"}, {"If-None-Match": tag}):
                answer = caller.get(path, headers=headers)
                assert (answer.status_code != 404) == (name in seen_by), (name, path, headers)
                if name not in seen_by:
                    assert gone(answer) == nothing
            assert (caller.call("HEAD", path).status_code == 200) == (name in seen_by), name
        if name != "ana":
            assert caller.delete(f"/files/{made['id']}").status_code in (403, 404)
            assert send(who=getattr(cast, name)).status_code in (403, 404)
        if name not in seen_by:
            assert gone(caller.delete(f"/files/{made['id']}")) == nothing
            assert gone(send(who=getattr(cast, name))) == nothing
    for path in (f"/files/{made['id']}", f"/files/{made['id']}/thumbnail"):
        assert as_(None).get(path).status_code == as_(None).call("HEAD", path).status_code == 401
    refused(as_(None).post(place, data={}, content_type="multipart/form-data"), 401)


def test_whoever_may_not_send_is_told_before_anything_is_read(as_, cast, send, place):
    class Unread(io.BytesIO):
        def read(self, *_):
            raise AssertionError("the body was read")

    for who, status in ((cast.ben, 404), (None, 401), (cast.gil, 404)):
        unread = {
            "input_stream": Unread(),
            "content_length": 10_000_000,
            "content_type": "multipart/form-data; boundary=x",
        }
        refused(as_(who).call("POST", place, **unread), status)


def test_files_are_listed_with_their_resource_and_removed_from_a_draft(app, as_, cast, send, place, clock):
    made = sent(send())
    clock.move(seconds=1)
    picture = sent(send(sheets.picture()))
    resource = place.removesuffix("/files")
    assert as_(cast.ana).get(resource).json["resource"]["files"] == [made, picture]
    assert len(kept(app)) == 3
    assert as_(cast.ana).delete(f"/files/{picture['id']}").status_code == 204
    gone(as_(cast.ana).get(f"/files/{picture['id']}"))
    run_due(app)
    assert len(kept(app)) == 1
    assert as_(cast.ana).get(resource).json["resource"]["files"] == [made]


def test_a_retry_is_the_same_file_and_leaves_no_second_copy(app, send, clock):
    body = sheets.photo()
    first, again = sent(send(body)), sent(send(body))
    assert first == again
    clock.move(hours=2)
    run_due(app)
    assert len(kept(app)) == 2


def test_an_upload_that_breaks_off_leaves_nothing(app, as_, cast, place):
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    short = {"input_stream": io.BytesIO(head + sheets.PDF[:20]), "content_length": 5000}
    answer = as_(cast.ana).call("POST", place, **short, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 422)
    assert kept(app) == []


def test_a_disk_that_is_full_is_told_as_trouble_of_ours_and_keeps_no_half(app, send, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    refused(send(), 503)
    assert kept(app) == []


def test_what_was_kept_before_the_database_failed_is_cleared_away(app, send, clock, monkeypatch):
    monkeypatch.setattr(taking, "attach", lambda *_: (_ for _ in ()).throw(Unavailable()))
    refused(send(sheets.picture()), 503)
    assert len(kept(app)) == 2
    run_due(app)
    assert len(kept(app)) == 2, "it might still be under way"
    clock.move(hours=2)
    run_due(app)
    assert kept(app) == []


def test_stored_files_have_random_names_in_shards_that_nobody_else_reads(app, send):
    sent(send())
    (path,) = kept(app)
    assert path.parent.name == path.name[:2]
    assert len(path.name) == 48
    assert (path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)


def test_a_file_whose_bytes_are_lost_is_told_in_an_answer_and_not_by_a_broken_line(app, as_, cast, send):
    made = sent(send(sheets.picture()))
    for path in kept(app):
        path.unlink()
    gone(as_(cast.ana).get(f"/files/{made['id']}"))
    gone(as_(cast.ana).get(f"/files/{made['id']}", headers={"Range": "bytes=3-5"}))
    gone(as_(cast.ana).get(f"/files/{made['id']}/thumbnail"))
