"""JSON as the standard has it, both ways: what is none is not read, and never written."""

from __future__ import annotations

import math

import pytest
from flask import Flask

from app import strict_json
from app.realtime.wire import MALFORMED, Json
from app.strict_json import StrictJson

NONE = ["NaN", "Infinity", "-Infinity", "1e999", "[" * 5000, "{", "", "'a'", "[1,]", '{"a":1}{', "9" * 5000]


@pytest.mark.parametrize("text", NONE, ids=lambda text: text[:10])
def test_what_is_no_json_is_not_read(text):
    with pytest.raises(ValueError, match=r"\w"):
        strict_json.loads(text)
    assert Json.loads(text) == [MALFORMED]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_written(number):
    for write in (strict_json.dumps, Json.dumps, StrictJson(Flask(__name__)).dumps):
        with pytest.raises(ValueError, match="Out of range"):
            write({"n": number})


def test_half_a_character_goes_out_on_no_line():
    """It would be no UTF-8. What is stored has none, so an answer that has one is a fault of ours."""
    with pytest.raises(UnicodeEncodeError):
        Json.dumps(["said", "\ud800"]).encode()
