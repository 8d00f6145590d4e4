"""Where the engine holds on to libraries. A new version that moves one of these fails here, with its name."""

from __future__ import annotations

import inspect
import re
from importlib.metadata import version
from itertools import product
from typing import Any

import engineio
import gevent
import pytest
import socketio
from engineio.socket import Socket
from gevent.pywsgi import WSGIHandler

from app.engine import Rooms
from app.engine.door import Newcomer
from app.engine.session import Session

KNOWN = {"python-engineio": "4.15", "python-socketio": "5.18", "flask-socketio": "5.7", "gevent": "26.9"}
"""Looked at line by line. With another version, read the diff of what stands below before changing this."""


@pytest.mark.parametrize("package", KNOWN)
def test_the_libraries_are_those_that_were_read(package):
    assert version(package).startswith(KNOWN[package] + ".")


def test_engineio_greets_then_tells_of_the_connection_then_upgrades():
    made = inspect.getsource(engineio.Server._handle_connect)
    steps = [
        "self.sockets[sid] = s",
        "s.send(pkt)",
        "_trigger_event('connect'",
        "s.schedule_ping()",
        "handle_get_request",
    ]
    places = [made.index(step) for step in steps]
    assert places == sorted(places)


def test_engineio_asks_the_driver_with_a_method_of_its_session():
    made = inspect.getsource(Socket._upgrade_websocket)
    assert "self.server._async['websocket'](\n            self._websocket_handler, self.server)" in made
    assert "return ws(environ, start_response)" in made


def test_who_went_away_at_the_door_is_closed_without_waiting():
    eio = engineio.Server(async_mode="gevent", logger=False)
    one = eio.sockets["sid"] = Socket(eio, "sid")
    one.__class__ = Newcomer
    with gevent.Timeout(5):
        eio.disconnect("sid")
    assert eio.sockets == {}


def test_our_session_has_all_that_the_server_looks_at_once_it_is_upgraded():
    looked = set(re.findall(r"\b(?:socket|client|sockets\[sid\])\.(\w+)", inspect.getsource(engineio.Server)))
    not_upgraded, not_used = {"handle_get_request", "handle_post_request"}, {"session"}
    ours: Any = Session(None, None, "sid")  # type: ignore[arg-type]
    for name in looked - {"Socket"} - not_upgraded - not_used:
        assert hasattr(ours, name), name
    assert (ours.connected, ours.upgraded, ours.closed) == (True, True, False)
    for ours, name in product((Session, Newcomer), ("send", "close", "schedule_ping", "receive")):
        here, there = inspect.signature(getattr(ours, name)), inspect.signature(getattr(Socket, name))
        assert list(here.parameters) == list(there.parameters), name


def test_our_rooms_answer_every_question_of_the_stock_manager():
    asked = {name for name, _ in inspect.getmembers(socketio.Manager, inspect.isfunction) if not name.startswith("_")}
    kept = {"set_server", "initialize", "can_disconnect", "disconnect", "enter_room", "leave_room", "close_room"}
    left = asked - kept - {"trigger_callback"} - set(vars(Rooms))
    assert left == set()
    for name in asked & set(vars(Rooms)) - {"emit"}:
        theirs = [one for one in inspect.signature(getattr(socketio.Manager, name)).parameters if one != "kwargs"]
        ours = [one for one in inspect.signature(getattr(Rooms, name)).parameters if not one.startswith("_")]
        assert ours == theirs, name


def test_gevents_handler_ends_without_a_word_when_its_socket_is_gone():
    made = inspect.getsource(WSGIHandler.handle)
    assert "while self.socket is not None" in made
    assert "if self.socket is not None:" in made.partition("finally")[2]
    assert "self.rfile = sock.makefile('rb'" in inspect.getsource(WSGIHandler.__init__)


def test_socketio_comes_to_every_call_through_what_we_put_in_its_place():
    heard = inspect.getsource(socketio.Server._handle_eio_message)
    assert "self._handle_event(eio_sid, pkt.namespace, pkt.id, pkt.data)" in heard
    called = inspect.getsource(socketio.Server._handle_event)
    assert "self._handle_event_internal(self, sid, eio_sid, data, namespace," in called
    ended = inspect.getsource(socketio.Server._handle_eio_disconnect)
    assert ended.index("self._handle_disconnect") < ended.index("del self.environ[eio_sid]")


def test_engineio_asks_for_its_handlers_anew_each_time_and_swallows_what_they_raise():
    made = inspect.getsource(engineio.Server._trigger_event)
    assert "return self.handlers[event](*args)" in made
    assert "except:" in made


def test_engineio_makes_a_session_before_it_looks_whether_its_request_is_a_handshake():
    """Hence the gate. A session whose upgrade is not in the request would wait for a poll that never comes."""
    made = inspect.getsource(Socket.handle_get_request)
    assert "if 'upgrade' in connections and transport in self.upgrade_protocols" in made
    assert "packets = self.poll()" in made
