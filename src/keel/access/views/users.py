"""Who may sign in and in which roles: for administrators, who see nothing of any child."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from keel.access import staff
from keel.access.door import staff_only
from keel.access.models import RoleHeld, User
from keel.access.policy import Act
from keel.access.roles import Role
from keel.access.staff import CannotBeDone

PER_PAGE = 50


class NewUser(forms.Form):
    """Somebody new."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="The one known to the council’s own sign-in.")

    def clean_email(self) -> str:
        """One account each."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already")
        return email


class NewRole(forms.Form):
    """A role, and where."""

    role = forms.ChoiceField(label="Role", choices=[(role.value, role.label) for role in Role])
    team = forms.ModelChoiceField(
        label="For which team, with those beneath it",
        required=False,
        empty_label="The whole service",
        queryset=User.objects.none(),  # teams, known once the application is loaded
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        teams = RoleHeld._meta.get_field("team").related_model
        self.fields["team"].queryset = teams._default_manager.order_by("name")  # type: ignore[attr-defined,union-attr]
        self.fields["team"].label_from_instance = lambda team: team.name  # type: ignore[attr-defined]


@require_safe
@staff_only(Act.USER_MANAGE)
def users(request: HttpRequest) -> HttpResponse:
    """Everybody, with the roles held."""
    found = User.objects.order_by("name").prefetch_related("roles_held__team")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(one) for one in page]
    return render(
        request, "access/users.html", {"page": page, "columns": ("Name", "Roles", "State"), "rows": rows}
    )


@staff_only(Act.USER_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Make somebody who may sign in."""
    form = NewUser(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = staff.make_user(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, f"{made.name} may sign in, and holds no role yet.")
        return redirect("access:user", made.pk)
    return render(request, "access/new_user.html", {"form": form})


@staff_only(Act.USER_MANAGE)
def user(request: HttpRequest, user: int) -> HttpResponse:
    """One user: the roles held, and a place to give another."""
    one = get_object_or_404(User, pk=user)
    form = NewRole(request.POST or None)
    if request.method == "POST" and form.is_valid() and _given(request, one, form):
        messages.success(request, "The role is held from today.")
        return redirect("access:user", one.pk)
    words = {"one": one, "form": form, "held": one.roles_held.filter(to_on=None).select_related("team")}
    return render(request, "access/user.html", words)


@require_POST
@staff_only(Act.USER_MANAGE)
def end_role(request: HttpRequest, user: int, held: int) -> HttpResponse:
    """A role ends, at once."""
    one = get_object_or_404(RoleHeld, pk=held, user_id=user, to_on=None)
    staff.end_role(by=request.user, held=one)  # type: ignore[arg-type]
    messages.success(request, "The role has ended, from this moment.")
    return redirect("access:user", user)


@require_POST
@staff_only(Act.USER_MANAGE)
def leave(request: HttpRequest, user: int) -> HttpResponse:
    """Somebody leaves: nothing is open to her from this moment."""
    one = get_object_or_404(User, pk=user)
    try:
        staff.leave(by=request.user, user=one)  # type: ignore[arg-type]
        messages.success(request, f"{one.name} may no longer sign in.")
    except CannotBeDone as problem:
        messages.error(request, str(problem))
    return redirect("access:user", user)


def _given(request: HttpRequest, one: User, form: NewRole) -> bool:
    try:
        staff.give_role(
            by=request.user, user=one, role=Role(form.cleaned_data["role"]), team=form.cleaned_data["team"]
        )  # type: ignore[arg-type]
    except CannotBeDone as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _row(one: User) -> list[Any]:
    held = [h for h in one.roles_held.all() if h.to_on is None]
    roles = ", ".join(sorted(f"{Role(h.role).label}{f', {h.team.name}' if h.team else ''}" for h in held))
    state = "May sign in" if one.is_active and one.left_on is None else {"words": "Left", "kind": "late"}
    return [
        {"words": one.name, "href": f"/access/users/{one.pk}/", "hint": one.email},
        roles or "None",
        state,
    ]
