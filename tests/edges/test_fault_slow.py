"""Slow and huge requests are answered or cut off, and others are served meanwhile."""

from __future__ import annotations

import resource
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests

from tests.edges.live import PATIENCE
from tests.frame.servers import Server

MANY = 100


class Impatient(Server):
    """A server that gives its clients a second."""

    program = ("-m", "tests.edges.impatient")


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    made = Impatient(tmp_path_factory.mktemp("impatient"), {})
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture
def plug(server) -> Iterator:
    """Open a bare connection that has sent these bytes."""
    with ExitStack() as stack:

        def plugged(said: bytes) -> socket.socket:
            made = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            made.sendall(said)
            return made

        yield plugged


def served(server) -> bool:
    return requests.get(f"{server.url}/healthz", timeout=PATIENCE).ok


def rest(plugged: socket.socket) -> bytes:
    """All that comes until the server hangs up. Fails where it does not."""
    found = b""
    try:
        while more := plugged.recv(65536):
            found += more
    except ConnectionError:
        pass
    return found


HEAD = b"POST /api/v1/people HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
SLOW = {
    "nothing at all": b"",
    "half a line": b"GET /heal",
    "half the headers": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: y",
    "half the body": HEAD + b'Content-Length: 1000\r\n\r\n{"handle":',
    "half a chunk": HEAD + b'Transfer-Encoding: chunked\r\n\r\nff\r\n{"handle":',
    "no chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
    "half a body with a wish for another protocol": HEAD + b"Upgrade: x\r\nContent-Length: 1000\r\n\r\n{",
    "a body that was refused already": HEAD + b"Content-Length: 50000000\r\n\r\n{",
    "a body for what takes none": HEAD.replace(b"people", b"nothing") + b"Content-Length: 50000000\r\n\r\n{",
}


@pytest.mark.parametrize("said", SLOW.values(), ids=SLOW)
def test_who_is_slow_is_cut_off_and_others_are_served(server, plug, said):
    slow = [plug(said) for _ in range(MANY)]
    assert served(server)
    for each in slow:
        answer = rest(each)
        assert answer == b"" or answer.split()[1] in (b"400", b"404", b"408", b"413", b"422")
    assert served(server)


def test_who_sends_a_byte_now_and_then_is_cut_off_too(server, plug):
    """Each byte is in time; together they are not."""
    dripping = plug(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: ")
    dripping.settimeout(0.1)
    for _ in range(300):
        try:
            dripping.sendall(b"y")
            if dripping.recv(65536) == b"":
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break
    else:
        pytest.fail("still listening")
    assert served(server)


HUGE = {
    "a body": HEAD + b"Content-Length: 50000000\r\n\r\n",
    "a body in chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
    "a header": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: ",
    "an address": b"GET /",
    "no line at all": b"",
}


@pytest.mark.parametrize("start", HUGE.values(), ids=HUGE)
def test_what_is_huge_is_cut_short_and_others_are_served(server, plug, start):
    sender = plug(start)
    piece = b"x" * 65_536
    if b"chunked" in start:
        piece = b"10000\r\n" + piece + b"\r\n"
    try:
        for _ in range(800):
            sender.sendall(piece)
    except ConnectionError:
        pass
    assert served(server)
    answer = rest(sender)
    assert answer == b"" or answer.split()[1] in (b"400", b"408", b"413", b"414", b"431")


ODD = {
    "no method": b"\r\n\r\n",
    "words": b"hello there\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a wrong version": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": HEAD + b"Content-Length: ten\r\n\r\n",
    "a chunk that is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "NUL": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a length and chunks": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


def test_a_request_that_breaks_off_is_not_written_down(server, plug):
    before = server.log()
    for said in (b"GET /healthz HTTP/1.1\r\nX-Mo", HEAD + b"Content-Length: 10\r\n\r\n{", b"GET /he"):
        broken = plug(said)
        broken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not a good-bye
        assert served(server)
        broken.close()
    assert served(server)
    assert server.log() == before


@pytest.mark.parametrize("said", ODD.values(), ids=ODD)
def test_what_is_no_request_is_refused_and_not_written_down(server, plug, said):
    before = server.log()
    answer = rest(plug(said))
    assert answer == b"" or answer.split()[1].startswith(b"4")
    assert served(server)
    assert server.log() == before


def test_a_server_that_is_given_few_files_takes_as_many_as_it_may(tmp_path):
    """Many systems give a program 1,024 to begin with, and let it ask for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    server = Server(tmp_path / "few", {})
    try:
        server.start()
        assert resource.prlimit(server.pid, resource.RLIMIT_NOFILE)[0] == before[1]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        server.close()
