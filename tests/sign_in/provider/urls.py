"""The pages of the council's sign-in: the library's own, and one that lets a test in without a password."""

import json
from typing import Any

from allauth.idp.oidc.views import token
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from provider.speech import mangled, orders


def signed_in_there(request: HttpRequest) -> HttpResponse:
    """Whoever comes here is signed in to the council as whom the test told, then sent on."""
    user = User.objects.get(username=orders()["who"])
    login(request, user, "django.contrib.auth.backends.ModelBackend")
    return redirect(request.GET.get("next", "/"))


@csrf_exempt
def token_or_worse(request: HttpRequest) -> HttpResponse:
    """The library's tokens, mangled as the test told."""
    answer = token(request)
    how = orders().get("mangle")
    said: dict[str, Any] = json.loads(answer.content)
    if how and "id_token" in said:
        return JsonResponse(said | {"id_token": mangled(said["id_token"], how)})
    return answer


urlpatterns = [
    path("accounts/login/", signed_in_there, name="account_login"),
    path("accounts/again/", signed_in_there, name="account_reauthenticate"),
    path("identity/o/api/token", token_or_worse),
    path("", include("allauth.idp.urls")),
]
