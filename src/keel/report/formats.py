"""The formats a report can be saved in."""

from enum import StrEnum


class Format(StrEnum):
    """How to write the report; the value is also the ending of a file name."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"
