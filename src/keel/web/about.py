"""The pages that the foot of every page leads to. They hold nothing about anyone and need no sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    path(name, login_not_required(TemplateView.as_view(template_name=f"about/{name}.html")), name=name)
    for name in ("accessibility", "cookies", "licence")
]
