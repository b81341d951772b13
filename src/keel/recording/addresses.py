"""The addresses of what a room records: one for each declaration."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from keel.recording.declared import Recording
from keel.recording.pages import record_page


def addresses(recordings: Iterable[Recording]) -> list[URLPattern]:
    """``child/<child>/record/<name>``, and with the entry's number where it is about one."""
    return [_address(each) for each in recordings]


def _address(what: Recording) -> URLPattern:
    place = f"child/<uuid:child>/record/{what.name}"
    if what.about:
        return path(f"{place}/<int:entry>", _view(what), name=what.name)
    return path(place, _view(what), name=what.name)


def _view(what: Recording):  # type: ignore[no-untyped-def]
    def view(request: HttpRequest, child: UUID, entry: int | None = None) -> HttpResponse:
        return record_page(request, child, what, entry)

    view.__doc__ = what.title
    view.act = what.act  # type: ignore[attr-defined]
    return view
