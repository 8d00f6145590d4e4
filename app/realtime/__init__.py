"""Everything real-time, behind one small seam: `start`, `tell`, `follow`, `unfollow`, `cut`.

The rest of the product knows neither Socket.IO nor which connections there are.
"""

from app.realtime.connections import Live, follow, live, unfollow
from app.realtime.starting import start
from app.realtime.tell import cut, tell

__all__ = ["Live", "cut", "follow", "live", "start", "tell", "unfollow"]
