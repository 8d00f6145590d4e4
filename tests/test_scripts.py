"""The tests of the pages' scripts, run by Node's own runner so that `make test` runs all there is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.services.node import NODE

TOP = Path(__file__).parent.parent
SCRIPTS = sorted((TOP / "tests" / "js").glob("*.test.*js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script(script):
    done = subprocess.run([NODE, "--test", script], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
