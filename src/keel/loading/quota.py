"""An upload larger than allowed is not taken in: what has come is dropped, and the page says what is allowed."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from keel.loading.uploads import most_bytes

TOO_LARGE = "is_upload_too_large"


class WithinQuota(FileUploadHandler):
    """Counts what comes in and stops at the most that an upload may hold. It stands before those that keep it."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.left = most_bytes()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on a part, or stop."""
        self.left -= len(raw_data)
        if self.left < 0:
            setattr(self.request, TOO_LARGE, True)
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Others keep the file."""
