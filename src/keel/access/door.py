"""The one door: how a view fetches a child's record for whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from keel.access.audit import Code, Look
from keel.access.policy import Act, Answer, Decision, decide
from keel.access.queries import Stood, standing_of
from keel.access.request import UnderWay
from keel.access.rules import LOOKED_AFTER

ABSENT = "There is no such record."
View = Callable[..., HttpResponse]


class ReasonNeeded(Exception):
    """The policy answers: ask. The middleware leads to the page where a reason is given."""

    def __init__(self, person: UUID, decision: Decision) -> None:
        super().__init__(decision.why)
        self.person = person
        self.decision = decision


class StepUpNeeded(Exception):
    """She must show again that it is she. The middleware leads to that page."""


def child_for(request: HttpRequest, child_id: UUID | str, act: Act) -> Any:
    """The person, for whoever asks, with the look noted. Raises Http404 where refused, as where there is none.

    Raises ReasonNeeded and StepUpNeeded, which the middleware turns into the page that asks.
    """
    person = child_id if isinstance(child_id, UUID) else _uuid(child_id)
    decision = decision_on(request, person, act)
    if decision.answer is Answer.ASK:
        raise ReasonNeeded(person, decision) if decision.needs_reason else StepUpNeeded
    under_way = _under_way(request)
    under_way.look(Look(Code.CHILD_LOOKED_AT, person, detail=_why(act, decision, _stood(under_way, person))))
    return _person(person, act)


def is_known(person: Any) -> bool:
    """Whether who it is may be shown: whoever looks after a restricted record need not know whose it is."""
    return not person._state.adding


def decision_on(request: HttpRequest, person: UUID, act: Act) -> Decision:
    """What the policy answers, yes or ask; for a no, and for nobody there, Http404 with the refusal noted."""
    under_way = _under_way(request)
    stood = _stood(under_way, person)
    decision = decide(under_way.asker, act, stood.standing)
    if stood.is_there and decision.answer is not Answer.NO:
        return decision
    detail = {"act": act.value, "why": decision.why if stood.is_there else ABSENT, "asked": str(person)}
    under_way.look(Look(Code.CHILD_REFUSED, person if stood.is_there else None, detail=detail))
    raise Http404(ABSENT)


def may(request: HttpRequest, act: Act, child: Any = None) -> bool:
    """Whether she may, without asking her anything: for a link or a button to be shown or not."""
    return bool(_decision(request, act, child))


def looks_at(request: HttpRequest, act: Act, child: Any) -> bool:
    """Whether she may; and where she may, the look is noted: what is said of this child is shown beside another's."""
    decision = _decision(request, act, child)
    if not decision:
        return False
    under_way = _under_way(request)
    why = _why(act, decision, _stood(under_way, child.pk))
    under_way.look(Look(Code.CHILD_LOOKED_AT, child.pk, detail=why))
    return True


def may_come(request: HttpRequest, act: Act, child: Any = None) -> bool:
    """Whether she may, if need be once she has shown again that it is she, or given a reason: for the way to a page."""
    return _decision(request, act, child).answer is not Answer.NO


def _decision(request: HttpRequest, act: Act, child: Any) -> Decision:
    under_way = _under_way(request)
    if child is None:
        return decide(under_way.asker, act)
    return decide(under_way.asker, act, _stood(under_way, getattr(child, "pk", child)).standing)


def staff_only(act: Act) -> Callable[[View], View]:
    """Decorate a view that is about no one child: only whoever may do this comes in."""

    def decorated(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            decision = decide(_under_way(request).asker, act)
            if decision.answer is Answer.ASK:
                raise StepUpNeeded
            if decision.answer is Answer.NO:
                raise PermissionDenied(decision.why)
            return view(request, *args, **kwargs)

        inner.act = act  # type: ignore[attr-defined]
        return inner

    return decorated


def record_look(
    request: HttpRequest, code: Code, *, person: UUID | None = None, entry: str = "", **detail: Any
) -> None:
    """Note that something was looked at; it is written with the rest, last in the request's transaction."""
    _under_way(request).look(Look(code, person, entry, detail))


def _person(person: UUID, act: Act) -> Any:
    model = apps.get_model("people.Person")
    if act in LOOKED_AFTER:
        return model._base_manager.filter(pk=person).first() or model(pk=person)
    found = model._base_manager.filter(pk=person).first()
    if found is None:  # the walls are narrower than the policy: there is nothing to show
        raise Http404(ABSENT)
    return found


def _why(act: Act, decision: Decision, stood: Stood) -> dict[str, str]:
    opened = stood.standing.opened
    return {"act": act.value, "why": decision.why, **({"purpose": opened.purpose} if opened else {})}


def _stood(under_way: UnderWay, person: UUID) -> Stood:
    if under_way.user_id is None:
        raise Http404(ABSENT)
    if person not in under_way.stood:
        under_way.stood[person] = standing_of(under_way.user_id, person)
    return under_way.stood[person]


def _under_way(request: HttpRequest) -> UnderWay:
    return request.under_way  # type: ignore[attr-defined,no-any-return]


def _uuid(text: str) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Http404(ABSENT) from None
