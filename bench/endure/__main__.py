"""`make endure`: what has to hold again and again. Ends with an error where it does not.

    python -m bench.endure [crash|soak]

ENDURE_KILLS=5 and ENDURE_MINUTES=2 are a quick look.
"""

from gevent import monkey

monkey.patch_all()  # hundreds of clients live in this process; no thread for each

import sys

from bench.endure import crash, soak

COMMANDS = {"crash": crash.main, "soak": soak.main}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else "crash"
    sys.exit(COMMANDS[name]() if name in COMMANDS else f"There are these commands: {', '.join(COMMANDS)}")
