"""For operators' machines: is it alive, can it work, how is it doing."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from app import schema
from app.begin import network, reading
from app.realtime import live
from app.realtime.connections import doorstep
from networks import jobs
from networks.errors import Unavailable


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=metrics)


def healthz() -> Response:
    """The process answers."""
    return jsonify(status="alive")


def readyz() -> Response:
    """Database, queue and migrations are as they must be. Raises Unavailable (503) where they are not."""
    with reading() as work:
        waiting = jobs.waiting(work)
    if not schema.is_current(network().database):
        raise Unavailable
    return jsonify(status="ready", jobs_waiting=waiting)


def metrics() -> Response:
    """Counts without anybody's name, for Prometheus."""
    registry = CollectorRegistry()
    with reading() as work:
        Gauge("cairn_jobs_waiting", "Jobs that wait", registry=registry).set(jobs.waiting(work))
    for name, words, count in _lines():
        Gauge(f"cairn_live_{name}", words, registry=registry).set(count)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _lines() -> Iterator[tuple[str, str, int]]:
    yield "connections", "Live connections of all processes", live().presence.connections()
    yield "unnamed", "Lines of this process on which nobody has said who they are", len(doorstep().standing)
    yield "lines", "Lines of this process, with and without a name", len(live().io.server.eio.sockets)
