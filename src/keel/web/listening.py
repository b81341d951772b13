"""How the web server listens: whoever connects and says nothing keeps nobody waiting. Read by gunicorn."""

import sys
from typing import Any

from gunicorn.sock import TCPSocket

TCP, DEFER_ACCEPT = 6, 9  # as Linux numbers them
SECONDS = 60


def when_ready(server: Any) -> None:
    """Leave a connection with the system until something has been said on it.

    A browser connects ahead of need. A process that answers one request at a time would take such a connection and
    wait for its first word, and nobody else would be answered meanwhile.
    """
    if sys.platform == "linux":
        for listener in server.LISTENERS:
            if isinstance(listener, TCPSocket):
                listener.sock.setsockopt(TCP, DEFER_ACCEPT, SECONDS)
