"""Where somebody looks after her own sign-in, and where a page says that somebody is still there."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is at work on a page: that she asked keeps her session, as any page would."""
    return HttpResponse(status=204)


urlpatterns = [
    path("", TemplateView.as_view(template_name="your_account.html"), name="account"),
    path("stay/", stay, name="stay"),
]
