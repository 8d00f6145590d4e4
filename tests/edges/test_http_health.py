"""What operators' machines ask: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from sqlalchemy import text


def test_it_is_alive_and_ready(client, cast):
    alive, ready = client.get("/healthz"), client.get("/readyz")
    assert (alive.status_code, alive.json["status"]) == (200, "alive")
    assert (ready.status_code, ready.json["status"]) == (200, "ready")


def test_a_database_of_another_version_is_not_ready(client, network):
    with network.database.writer.begin() as connection:
        kept = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    try:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
        assert client.get("/healthz").status_code == 200
    finally:
        with network.database.writer.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :kept"), {"kept": kept})


def test_metrics_are_counts_without_names(client, cast):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    said = answer.get_data(as_text=True)
    assert "cairn_live_connections" in said
    assert "cairn_jobs_waiting" in said
    for word in ("Ana", "crohns", cast.hidden, str(cast.ana.person_id)):
        assert word not in said


def test_the_description_of_the_interface_is_there(client, app):
    spec = client.get("/api/v1/openapi.json").json
    assert spec["openapi"].startswith("3.1")
