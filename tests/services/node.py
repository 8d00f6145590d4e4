"""Node, which set-up puts beside Python where the machine has none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NODE = shutil.which("node", path=os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])) or "node"
