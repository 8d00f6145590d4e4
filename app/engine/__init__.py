"""The live engine below Flask-SocketIO: see README.md beside this file."""

from app.engine.core import Engine
from app.engine.door import install
from app.engine.later import Later
from app.engine.rooms import Rooms

__all__ = ["Engine", "Later", "Rooms", "install"]
