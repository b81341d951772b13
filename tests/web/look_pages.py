"""Pages that show how Keel looks, served by its own stack with what needs a database taken out."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

from keel.access.models import User

AMARA = {"pk": 1, "name": "Amara Okafor", "email": "amara@severnshire.example"}
SESSION_END = {"ends_after": 1800, "warns_before": 300, "stay_href": "/stay", "ended_href": "/about/cookies"}
NAVIGATION = [
    {"words": "My team", "href": "/components", "is_here": True},
    {"words": "Find", "href": "/find"},
]

TYPING = """{% extends "base.html" %}{% block title %}Visit{% endblock %}{% block content %}<h1>Visit</h1>
<form method="post">{% csrf_token %}{{ asked }}<button>Save</button></form>{% endblock %}"""
DRAFT = """{% extends "base.html" %}{% load static %}{% block title %}Draft{% endblock %}
{% block head %}<script type="module" src="{% static 'recording/draft.js' %}"></script>{% endblock %}
{% block content %}<h1>Draft</h1><form method="post" data-draft>{% csrf_token %}
<input type="hidden" name="token" value="t"><input type="hidden" name="revision" value="0">
{{ asked }}<p data-draft-said></p></form>{% endblock %}"""
JOB = """{% extends "progress_page.html" %}{% load keel %}{% block title %}Load{% endblock %}
{% block heading %}<h1>Load</h1>{% endblock %}{% block job %}{% progress done 3 "Reading" %}{% endblock %}"""
SUMMARY = """{% extends "base.html" %}{% load keel %}{% block title %}Summary{% endblock %}
{% block main_class %}keel-one-side{% endblock %}
{% block identity %}{% identity_bar "Lily Example" facts=facts %}{% endblock %}
{% block alerts %}{% alert "Tell nobody where she lives." kind="error" title="Protected address" %}{% endblock %}
{% block content %}<h1>Lily Example</h1>
{% for title in titles %}{% card title=title %}<ul class="govuk-list">
{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
{% endcard %}{% endfor %}{% summary_list rows %}{% endblock %}"""


def signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: Amara is signed in, or whoever the cookie names."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.user = User(**AMARA | {"pk": int(request.COOKIES.get("who", "1"))})
        return get_response(request)

    return answer


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What the application's own context holds besides."""
    return {"navigation": NAVIGATION, "session_end": SESSION_END}


class Visit(forms.Form):
    """What is lost when a session ends at the wrong moment."""

    words = forms.CharField(label="What did she say?", widget=forms.Textarea)


def typing(request: HttpRequest) -> HttpResponse:
    """A page on which somebody types."""
    return _shown(request, TYPING, asked=Visit())


def draft(request: HttpRequest) -> HttpResponse:
    """A page whose words are kept while they are typed."""
    if request.method == "POST":
        draft.kept.append({name: request.POST[name] for name in ("do", "revision", "words")})  # type: ignore[attr-defined]
        said = {"said": "Draft saved", "revision": int(request.POST["revision"]) + 1, "token": "t"}
        return JsonResponse(said)
    return _shown(request, DRAFT, asked=Visit())


draft.kept = []  # type: ignore[attr-defined]


def job(request: HttpRequest) -> HttpResponse:
    """A job that is a third further each time somebody looks."""
    job.done = min(job.done + 1, 3)  # type: ignore[attr-defined]
    return _shown(request, JOB, done=job.done, is_done=job.done == 3)  # type: ignore[attr-defined]


job.done = 0  # type: ignore[attr-defined]


def summary(request: HttpRequest) -> HttpResponse:
    """A child's summary, as full as one is."""
    lines = [
        "What is known of this, in a sentence that is as long as such sentences are, and a little longer."
    ] * 3
    titles = [
        "Why we are involved",
        "The plan",
        "What is next",
        "Who is who",
        "Her words",
        "Health and school",
    ]
    rows = [{"words": "Next visit", "value": "Overdue by 12 days", "kind": "overdue"}] * 8
    facts = [{"words": "Born", "value": "27 March 2019"}, {"words": "Social worker", "value": "Amara Okafor"}]
    return _shown(request, SUMMARY, lines=lines, titles=titles, rows=rows, facts=facts)


def stay(request: HttpRequest) -> HttpResponse:
    """Keeps the session, unless it has ended."""
    return HttpResponse(status=403 if "ended" in request.COOKIES else 204)


def absent(request: HttpRequest) -> HttpResponse:
    """A child who does not exist."""
    raise Http404("No Person matches the given query.")


def refused(request: HttpRequest) -> HttpResponse:
    """A child whom this reader may not see."""
    raise Http404("restricted to others: Lily Example")


def another_role(request: HttpRequest) -> HttpResponse:
    """A page for another role."""
    raise PermissionDenied


def _shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(template).render(context, request))


urlpatterns = [
    path("components", include("keel.web.catalogue")),
    path("about/", include("keel.web.about")),
    path("account/", include("keel.web.your_account")),
    path("account/", include("allauth.urls")),
    path("typing", typing),
    path("draft", draft),
    path("job", job),
    path("summary", summary),
    path("stay", stay),
    path("absent", absent),
    path("refused", refused),
    path("another-role", another_role),
]
