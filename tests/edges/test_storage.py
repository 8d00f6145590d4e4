"""Where files are kept: a folder and S3-compatible storage do the same, and tell trouble as trouble of ours."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.storage import Store, new_name, store
from app.storage.local import Folder
from app.storage.s3 import Bucket
from app.work import run_due
from config import Misconfigured, Settings
from networks.errors import NotFound, Unavailable
from tests.edges import sheets
from tests.edges.caller import refused
from tests.edges.test_http_resources import offered  # noqa: F401
from tests.services.bucket import own_bucket


@pytest.fixture
def bucket():
    with own_bucket() as found:
        yield found


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    return Bucket(request.getfixturevalue("bucket").url)


@pytest.fixture
def sent(tmp_path) -> Path:
    path = tmp_path / "sent"
    path.write_bytes(bytes(range(256)) * 4000)
    return path


def test_what_is_kept_comes_back_whole_or_from_any_place_until_it_is_removed(place, sent):
    name = new_name()
    place.put(name, sent)
    assert b"".join(place.read(name)) == sent.read_bytes()
    assert b"".join(place.read(name, 1_000_000)) == sent.read_bytes()[1_000_000:]
    assert b"".join(place.read(name, 3)) == sent.read_bytes()[3:]
    place.remove(name)
    place.remove(name)
    with pytest.raises(NotFound):
        list(place.read(name))


def test_no_name_leads_anywhere_else(tmp_path, sent):
    folder = Folder(tmp_path / "files")
    for name in ("../sent", "/etc/passwd", "", "a/b", "a\x00b", ".."):
        with pytest.raises(NotFound):
            list(folder.read(name))
        with pytest.raises(NotFound):
            folder.put(name, sent)


def test_storage_in_trouble_is_told_as_such(bucket, sent):
    place, name = Bucket(bucket.url), new_name()
    place.put(name, sent)
    bucket.trouble = "cut"
    with pytest.raises(Unavailable):
        list(place.read(name))
    bucket.trouble = "down"
    for act in (lambda: place.put(name, sent), lambda: list(place.read(name)), lambda: place.remove(name)):
        with pytest.raises(Unavailable):
            act()
    stranger = Bucket(bucket.url.replace("tests-key", "strangers-key"))
    bucket.trouble = ""
    with pytest.raises(Unavailable):
        stranger.put(name, sent)
    with pytest.raises(Unavailable):
        list(stranger.read(name))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_with_s3_files_are_sent_read_in_part_and_cleared_away_the_same(app, as_, cast, offered, bucket, monkeypatch):  # noqa: F811
    monkeypatch.setitem(app.extensions, "store", Bucket(bucket.url))
    data = {"file": (io.BytesIO(sheets.TEXT), "plan.txt")}
    answer = as_(cast.ana).post(f"/resources/{offered()['id']}/files", data=data, content_type="multipart/form-data")
    file = f"/files/{answer.json['file']['id']}"
    assert list(bucket.kept.values()) == [sheets.TEXT]
    assert as_(cast.ana).get(file).data == sheets.TEXT
    assert as_(cast.ana).get(file, headers={"Range": "bytes=4-9"}).data == sheets.TEXT[4:10]
    bucket.trouble = "down"
    refused(as_(cast.ana).get(file), 503)
    as_(cast.ana).delete(file)
    run_due(app)
    assert len(bucket.kept) == 1, "it is tried again"
    again = {"file": (io.BytesIO(sheets.PDF), "plan.pdf")}
    place = f"/resources/{offered()['id']}/files"
    refused(as_(cast.ana).post(place, data=again, content_type="multipart/form-data"), 503)


def test_the_setting_is_checked_as_a_whole(app, tmp_path):
    env = {"SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz", "DATA_DIR": str(tmp_path)}
    for wrong in ("s3://bucket", "https://host/bucket", "https://key:secret@host", "https://key@host/bucket"):
        with pytest.raises(Misconfigured, match="STORAGE_URL"):
            Settings.from_env({**env, "STORAGE_URL": wrong})
    right = "https://key:secret@host/bucket?region=eu"
    assert Settings.from_env({**env, "STORAGE_URL": right}).storage_url == right
    with app.app_context():
        assert isinstance(store(), Folder)
