"""Who may open a live connection: from which pages, with what."""

from __future__ import annotations

import pytest
import requests

from tests.cast import PASSPHRASE
from tests.edges.live import Ear, Refused


@pytest.fixture
def url(town) -> str:
    return town.server.url


@pytest.fixture
def token(town) -> str:
    return town.cast.token(town.cast.ana)


@pytest.fixture(scope="module")
def cookie(town) -> str:
    """Ana's browser's cookie."""
    said = {"handle": "Ana", "password": PASSPHRASE, "cookie": True}
    answer = requests.post(f"{town.server.url}/api/v1/sessions", json=said, timeout=30)
    return f"cairn={answer.cookies['cairn']}"


def strangers(port: int) -> dict[str, str]:
    return {
        "another site": "https://evil.example",
        "another scheme": f"https://127.0.0.1:{port}",
        "another port": f"http://127.0.0.1:{port + 1}",
        "no port": "http://127.0.0.1",
        "a longer host": f"http://127.0.0.1:{port}.evil.example",
        "ours as a name": f"http://evil.example/http://127.0.0.1:{port}",
        "a user": f"http://127.0.0.1:{port}@evil.example",
        "a sandboxed frame": "null",
        "nothing": "",
    }


NAMES = tuple(strangers(0))


def works(ear: Ear, town) -> bool:
    with ear:
        return "last_seq" in ear.enter(town.commons)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "nothing"])
def test_a_wrong_origin_is_refused_with_a_token(town, url, token, name):
    with pytest.raises(Refused):
        Ear(url, token, origin=strangers(town.server.port)[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_origin_is_refused_with_a_cookie(town, url, cookie, name):
    with pytest.raises(Refused):
        Ear(url, cookie=cookie, origin=strangers(town.server.port)[name])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_our_own_pages_connect_with_token_or_cookie(town, url, token, cookie, host):
    origin = f"http://{host}:{town.server.port}"
    assert works(Ear(url, token, origin=origin), town)
    assert works(Ear(url, cookie=cookie, origin=origin), town)


def test_a_token_without_an_origin_is_welcome(town, url, token):
    assert works(Ear(url, token), town)


def test_a_cookie_without_an_origin_is_not(url, cookie):
    with pytest.raises(Refused):
        Ear(url, cookie=cookie)


@pytest.mark.parametrize("wrong", ["", "no-such-token", 7, None, ["x"], {"a": 1}, True, "\x00"], ids=repr)
def test_a_token_that_is_none_opens_nothing(url, wrong):
    with pytest.raises(Refused):
        Ear(url, wrong)


def test_a_wrong_token_is_not_helped_by_a_good_cookie(town, url, cookie):
    with pytest.raises(Refused):
        Ear(url, "no-such-token", cookie=cookie, origin=f"http://127.0.0.1:{town.server.port}")


def test_nobody_opens_nothing(town, url):
    for origin in (None, f"http://127.0.0.1:{town.server.port}"):
        with pytest.raises(Refused) as refusal:
            Ear(url, origin=origin)
        assert "unauthenticated" in str(refusal.value) or "not_allowed" in str(refusal.value)


def test_there_is_no_polling(url, token):
    for method in ("GET", "POST"):
        answer = requests.request(method, f"{url}/socket.io/?EIO=4&transport=polling", timeout=30)
        assert answer.status_code == 400


def test_other_namespaces_are_closed(town, connect):
    ear = connect(town.cast.ana)
    assert ear.enter(town.commons)
    assert list(ear.io.namespaces) == ["/"]
