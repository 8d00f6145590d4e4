"""What is done in a thread of its own says what went wrong to whoever asked, not to the log."""

from __future__ import annotations

import pytest

from app import greenlets
from networks.errors import Invalid


def refuse() -> None:
    raise Invalid(fields={"file": "This is a program."})


def test_a_refusal_elsewhere_is_the_askers_and_not_a_fault_in_the_log(monkeypatch, capfd):
    monkeypatch.setattr(greenlets, "_patched", lambda: True)
    assert greenlets.elsewhere(lambda: 7) == 7
    with pytest.raises(Invalid, match="Please check"):
        greenlets.elsewhere(refuse)
    assert "Traceback" not in capfd.readouterr().err
