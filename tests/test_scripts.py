"""The tests of the pages' scripts, run by Node's own runner so that `make test` runs all there is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
SCRIPTS = sorted((TOP / "tests" / "js").glob("*.test.*js"))
# Set-up puts Node beside Python where the machine has none.
NODE = shutil.which("node", path=os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])) or "node"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script(script):
    done = subprocess.run([NODE, "--test", script], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
