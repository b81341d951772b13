"""Sending a page as a browser does: with what stands in its boxes when it is opened, and what is typed over it."""

from typing import Any

from django.test import Client

from keel.recording.sheets import Sheet


def opened(client: Client, address: str) -> dict[str, Any]:
    """What the page holds when it is opened, as it would be sent back unchanged."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    context = page.context
    draft, stamp = context["draft"], context["stamp"]
    boxes: dict[str, Any] = {"token": str(draft.token), "revision": str(draft.revision), "stamp": stamp}
    sheet: Sheet = context["sheet"]
    for form in sheet.forms.values():
        if hasattr(form, "management_form"):
            boxes |= {box.html_name: box.value() for box in form.management_form}
    for form in sheet.each:
        boxes |= {box.html_name: _as_sent(box) for box in form if _is_sent(box.value())}
    return {name: value for name, value in boxes.items() if _is_sent(value)}


def _is_sent(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", [])


def _as_sent(box: Any) -> Any:
    if box.value() is True:
        return "on"
    value = box.field.prepare_value(box.value())
    given = box.field.widget.format_value(value) if hasattr(box.field.widget, "format_value") else value
    if isinstance(given, list | tuple):
        given = [each for each in given if each]
        return (
            given if getattr(box.field.widget, "allow_multiple_selected", False) else "".join(map(str, given))
        )
    return given


def send(client: Client, address: str, typed: dict[str, Any] | None = None, **boxes: Any) -> Any:
    """Open the page, type, and send it; a double underscore in a name stands for the dash."""
    words = opened(client, address) | (typed or {})
    return client.post(address, words | {name.replace("__", "-"): value for name, value in boxes.items()})


def refused(
    client: Client, address: str, typed: dict[str, Any], cases: list[tuple[dict[str, Any], str]]
) -> None:
    """Send the page with one thing wrong after another: each time it is refused, and says so."""
    words = opened(client, address) | typed
    for revision, (boxes, said) in enumerate(cases):
        answer = client.post(address, words | boxes | {"revision": str(revision)})
        assert answer.status_code == 422, boxes
        assert said in mistakes(answer), (boxes, mistakes(answer))


def mistakes(answer: Any) -> str:
    """What a page that was sent says is wrong, for a test to read."""
    found = [] if answer.context is None else answer.context["sheet"].wrong
    return "; ".join(f"{form.prefix}: {form.errors.as_text()}" for form in found)
