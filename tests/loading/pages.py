"""What a browser does with the pages about loads."""

import html
import re
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

File = tuple[str, bytes]


def post(client: Client, *files: File, **more: str) -> Any:
    """Send files through the form."""
    sources = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("loading:send"), {"source": sources, **more} if sources else more)


def sent(client: Client, *files: File, **more: str) -> Any:
    """Send files; the load that came of them."""
    answer = post(client, *files, **more)
    assert answer.status_code == 302, plain(answer)
    return apps.get_model("loading.Load").objects.latest("pk")


def errors_on(client: Client, *files: File, **more: str) -> list[str]:
    """What the form says is wrong."""
    answer = post(client, *files, **more)
    assert answer.status_code == 400
    return errors_in(answer)


def errors_in(answer: Any) -> list[str]:
    """The errors of a form that came back."""
    found = re.findall(
        r'<p[^>]*class="govuk-error-message"[^>]*>(.*?)</p>', answer.content.decode(), re.DOTALL
    )
    return [html.unescape(re.sub(r"<[^>]+>", " ", each)).replace("Error:", "").strip() for each in found]


def plain(answer: Any) -> str:
    """The words of a page, tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
