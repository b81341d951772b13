"""What a user should know, until she has read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from keel.access.models import Notice


def notices(request: HttpRequest) -> HttpResponse:
    """Those to whoever asks, unread first; they count as read once she says so."""
    hers = Notice.objects.filter(to_id=request.user.pk)
    if request.method == "POST":
        hers.filter(read_at=None).update(read_at=timezone.now())
        return redirect("access:notices")
    words = {
        "unread": hers.filter(read_at=None).order_by("-made_at"),
        "read": hers.exclude(read_at=None)[:50],
    }
    return render(request, "access/notices.html", words)
