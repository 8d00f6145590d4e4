"""What a request says in its header fields is read as any proxy reads it, or the request is refused."""

from __future__ import annotations

import socket
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.request_fields import LONGEST, MOST, Fields
from tests.edges.live import PATIENCE


def read(*lines: bytes) -> Fields:
    return Fields.read(BytesIO(b"".join(line + b"\r\n" for line in (*lines, b""))))


def test_names_count_in_any_case_and_values_without_the_space_around_them():
    found = read(b"Host: one.example", b"X-Some:  a  b\t", b"x-none:", "X-Name: é".encode("latin-1"))
    assert (found.get("HOST"), found.getheader("x-some"), found.get("X-None")) == ("one.example", "a  b", "")
    assert (found.get("x-name"), found.get("absent"), found.get("absent", "-")) == ("é", None, "-")
    assert found.status == ""
    assert list(found.headers)[:2] == ["Host: one.example\r\n", "X-Some: a  b\r\n"]


def test_a_field_said_twice_stands_twice_and_its_first_value_counts():
    found = read(b"Cookie: a=1", b"cookie: b=2", b"Content-Type: text/plain")
    assert (found.get("Cookie"), found.typeheader) == ("a=1", "text/plain")
    assert list(found.headers) == ["Cookie: a=1\r\n", "cookie: b=2\r\n", "Content-Type: text/plain\r\n"]


def test_what_is_taken_out_is_nowhere():
    found = read(b"Content-Length: 3", b"Transfer-Encoding: chunked")
    del found["content-length"]
    assert found.get("Content-Length") is None
    assert list(found.headers) == ["Transfer-Encoding: chunked\r\n"]
    with pytest.raises(KeyError):
        del found["content-length"]


WRONG = {
    "no colon": [b"Host"],
    "no name": [b": value"],
    "a space before the colon": [b"Host : one.example"],
    "a line that goes on": [b"X-Some: a", b" b"],
    "a name with a space": [b"X Some: a"],
    "a name with a letter of no name": ["Xé: a".encode()],
    "a nought in the value": [b"X-Some: a\x00b"],
    "a bare return": [b"X-Some: a\rX-Other: b"],
    "two lengths": [b"Content-Length: 3", b"content-length: 3"],
    "two hosts": [b"Host: a", b"Host: b"],
    "two encodings": [b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"],
    "a length with a sign": [b"Content-Length: +3"],
    "a length with a bar": [b"Content-Length: 1_0"],
    "an empty length": [b"Content-Length:"],
    "too long a line": [b"X-Some: " + b"a" * LONGEST],
    "too many": [b"X-Some: a"] * (MOST + 1),
}


@pytest.mark.parametrize("lines", WRONG.values(), ids=WRONG)
def test_what_can_be_read_in_two_ways_is_refused(lines):
    found = read(*lines)
    assert found.status
    assert list(found.headers) == []


def test_what_breaks_off_is_not_whole():
    assert Fields.read(BytesIO(b"Host: one.example\r\nX-Some: a")).status
    assert Fields.read(BytesIO(b"Host: one.example\r\n")).status


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(said):
    found = Fields.read(BytesIO(said + b"\r\n\r\n"))
    for line in found.headers:
        assert line.count("\r") == line.count("\n") == 1


@pytest.mark.parametrize("line", [b"X-Some : a", b"Content-Length: +0", b"Host: b"])
def test_the_server_answers_such_a_request_with_400_and_hangs_up(town, line):
    said = b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + line + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", town.server.port), timeout=PATIENCE) as plug:
        plug.sendall(said)
        answer = b"".join(iter(lambda: plug.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400")
