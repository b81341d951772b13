"""When the disk is nearly full, what is left of it is for reading: nothing is recorded until there is room again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from psycopg.errors import DiskFull

from keel.access.failures import READING, unavailable
from keel.database.room import is_short

Answering = Callable[[HttpRequest], HttpResponse]
READ_BY_POST = ("/account/", "/access/reason/")  # signing in, and giving a reason to read
SEARCH = "/people/"


class RoomForReading:
    """Refuses what would be recorded while room is short, in the words that a full disk has."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or say that there is no room for it."""
        path = request.path_info
        is_reading = request.method in READING or path == SEARCH or path.startswith(READ_BY_POST)
        if is_reading or not is_short():
            return self.get_response(request)
        return unavailable(request, DiskFull())
