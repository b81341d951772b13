"""Who may sign in and in which roles: for administrators, who see nothing of any child."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from keel.access import staff, tying
from keel.access.door import staff_only
from keel.access.models import RoleHeld, User
from keel.access.policy import Act
from keel.access.roles import Role
from keel.access.staff import CannotBeDone

PER_PAGE = 50


class WhoSheIs(forms.Form):
    """Which member of staff a user is."""

    worker = forms.ModelChoiceField(
        label="Who is she among the staff?",
        required=False,
        empty_label="No member of staff",
        queryset=User.objects.none(),  # staff, known once the application is loaded
        help_text="Only a member of staff whom somebody signs in as is asked about her children",
    )

    def __init__(self, *args: Any, user: User | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["worker"].queryset = tying.choosable(user)  # type: ignore[attr-defined]
        self.fields["worker"].label_from_instance = tying.named  # type: ignore[attr-defined]


class NewUser(WhoSheIs):
    """Somebody new."""

    field_order = ("name", "email", "worker")

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="The one known to the council’s own sign-in.")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["worker"].empty_label = "Whoever has this address in the roster"  # type: ignore[attr-defined]

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
    """Everybody, with the roles held and who is which member of staff; and who is asked nothing for want of that."""
    found = User.objects.order_by("name").select_related("worker").prefetch_related("roles_held__team")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "page": page,
        "columns": ("Name", "Roles", "Among the staff", "State"),
        "rows": [_row(one) for one in page],
        "unknown": tying.users_unknown(),
        "staff_columns": ("Member of staff", "E-mail in the roster", "Children"),
        "staff": [_staff_row(worker, children) for worker, children in tying.staff_unknown()],
    }
    return render(request, "access/users.html", words)


@staff_only(Act.USER_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Make somebody who may sign in."""
    form = NewUser(request.POST or None, initial=_known(request.GET.get("worker", "")))
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
    worker = tying.worker_of(one)
    words = {
        "one": one,
        "form": form,
        "held": one.roles_held.filter(to_on=None).select_related("team"),
        "worker": worker,
        "who": WhoSheIs(user=one, initial={"worker": worker}, auto_id="id_who_%s"),
    }
    return render(request, "access/user.html", words)


@require_POST
@staff_only(Act.USER_MANAGE)
def tie(request: HttpRequest, user: int) -> HttpResponse:
    """Say which member of staff a user is."""
    one = get_object_or_404(User, pk=user, left_on=None)
    form = WhoSheIs(request.POST, user=one)
    if not form.is_valid():
        messages.error(request, "Choose a member of staff whom nobody signs in as.")
        return redirect("access:user", user)
    try:
        tying.tie(by=request.user, user=one, worker=form.cleaned_data["worker"])  # type: ignore[arg-type]
        messages.success(request, "It is noted. What is asked of whom is read again now.")
    except CannotBeDone as problem:
        messages.error(request, str(problem))
    return redirect("access:user", user)


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


def _known(key: str) -> dict[str, Any]:
    """What the roster says of a member of staff, for an account to be made of her."""
    worker = tying.choosable().filter(pk=key).first() if key.isdecimal() else None
    return {"worker": worker, "name": worker.name, "email": worker.email} if worker else {}


def _staff_row(worker: Any, children: int) -> list[Any]:
    way = f"{reverse('access:new-user')}?worker={worker.pk}"
    return [
        {"words": worker.called, "href": way, "hint": tying.named(worker)},
        worker.email or "None",
        children,
    ]


def _row(one: User) -> list[Any]:
    known = getattr(one, "worker", None)
    held = [h for h in one.roles_held.all() if h.to_on is None]
    roles = ", ".join(sorted(f"{Role(h.role).label}{f', {h.team.name}' if h.team else ''}" for h in held))
    state = "May sign in" if one.is_active and one.left_on is None else {"words": "Left", "kind": "late"}
    return [
        {"words": one.name, "href": f"/access/users/{one.pk}/", "hint": one.email},
        roles or "None",
        known.called if known else "–",
        state,
    ]
