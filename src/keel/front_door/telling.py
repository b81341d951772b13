"""Somebody of another agency tells of a worry about a child.

She says who the child is as far as she knows, and learns nothing of whether the child is on file: who it is is found
out by the front door. What she told stays as she told it, and she reads of it that it came, and what was decided.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest
from django.urls import reverse

from keel.access.audit import Code, record
from keel.access.queries import holders
from keel.access.roles import Role
from keel.clock import today
from keel.front_door.arriving import ArrivalForm
from keel.front_door.contacts import NOT_A_PARTNER, clock, now_time
from keel.front_door.models import WorryDraft, WorryTold
from keel.record.codes import choices_of
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import PREGNANCY
from keel.recording.drafts import finish, held
from keel.recording.sheets import Forms
from keel.report.wording import day_text

LABEL = "front_door.WorryTold"
ABOUT = ("forename", "surname", "birth_on", "expected_on", "sex", "address", "postcode")


class Urgency(StrEnum):
    """How soon somebody must act, as she who tells sees it."""

    NOW = "The child may be in danger now"
    TODAY = "Somebody should see the child today"
    DAYS = "In the next days"


class ChildForm(ArrivalForm):
    """Who the child is, as far as she knows."""

    others = text(
        "Who else lives with the child, or matters to the child?",
        help_text="Parents, carers and other children, with their ages where you know them",
    )


class WorryForm(forms.Form):
    """What worries her, since when, and what the family knows."""

    partner_aware_on = Day(
        label="When did your agency first know of this?",
        help_text="The day on which somebody of your agency first thought of it, not the day on which you write",
        error_messages={"required": "Say on which day your agency first knew"},
    )
    partner_aware_time = clock("At what time, about?", is_needed=True)
    reason = text(
        "What worries you?", rows=6, is_needed=True,
        help_text="What happened to the child, when, and who saw or heard it",
        error_messages={"required": "Say what worries you"},
    )  # fmt: skip
    child_words = text("What has the child said?", help_text="In the child’s own words, where you can")
    is_family_told = Answer(
        label="Do the parents or carers know that you tell us?",
        is_needed=True,
        error_messages={"required": "Say whether the parents or carers know"},
    )
    is_family_agreed = Answer(
        label="Do they agree to it?",
        is_needed=True,
        help_text="You may tell us without it where a child may come to harm. If you have not asked, choose no",
        error_messages={"required": "Say whether they agree"},
    )
    family_words = text(
        "What do they say? If they do not know or do not agree: why do you tell us all the same?"
    )
    wanted = text(
        "What do you want to happen for the child?", is_needed=True,
        help_text="And what your agency has done already, and goes on doing",
        error_messages={"required": "Say what you want to happen"},
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="How soon must somebody act?",
        choices=[(each.value, each.value) for each in Urgency],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how soon somebody must act"},
    )

    def __init__(self, *args: Any, child: forms.Form, **named: Any) -> None:
        super().__init__(*args, **named)
        self.child = child

    def clean(self) -> dict[str, Any]:
        """The day can be; and where the family does not know or agree, it is said why it is told all the same."""
        said = super().clean() or self.cleaned_data
        self._can_be(said)
        if False in (said.get("is_family_told"), said.get("is_family_agreed")) and not said["family_words"]:
            self.add_error("family_words", "Say why you tell us without their knowing or agreeing")
        return said

    def _can_be(self, said: Mapping[str, Any]) -> None:
        day, at = said.get("partner_aware_on"), said.get("partner_aware_time")
        if day is None:
            return
        born = self.child.is_valid() and self.child.cleaned_data.get("birth_on")
        if day > today():
            self.add_error("partner_aware_on", f"{day_text(day)} has not come yet. Check the day")
        elif born and day < born - timedelta(days=PREGNANCY):
            self.add_error(
                "partner_aware_on", "That is before the child was born. Check the day and the year"
            )
        elif day == today() and at and at > now_time():
            self.add_error("partner_aware_time", f"It is not yet {at:%H:%M}. Check the time")


class AgencyForm(forms.Form):
    """Who tells, and how she is reached."""

    source = forms.ChoiceField(
        label="What is your agency?",
        choices=[
            ("", "Choose one"),
            *(each for each in choices_of("source") if each[0] not in NOT_A_PARTNER),
        ],
        error_messages={"required": "Choose what your agency is"},
    )
    partner_agency = line(
        "Which agency, and which part of it?",
        is_needed=True,
        error_messages={"required": "Say which agency, and which part of it"},
    )
    post = line("Your post", is_needed=True, error_messages={"required": "Say what your post is"})
    reach = line(
        "How can we reach you today?",
        is_needed=True,
        help_text="A telephone number. The social worker may have to ask you more",
        error_messages={"required": "Say how you can be reached"},
    )


TITLES = {"child": "The child", "worry": "Your worry", "agency": "You"}


def worry_forms(user: Any, sent: Any) -> Forms:
    """Who the child is, what the worry is, and who tells; begun with what she said of her agency before."""
    child = ChildForm(sent, prefix="child")
    return {
        "child": child,
        "worry": WorryForm(sent, prefix="worry", child=child),
        "agency": AgencyForm(sent, prefix="agency", initial=_known_of(user)),
    }


def _known_of(user: Any) -> dict[str, str]:
    before = WorryTold.objects.told_by(user).first()
    if before:
        post = before.source_name.removeprefix(f"{user.name}, ")
        known = {name: getattr(before, name) for name in ("source", "partner_agency", "reach")}
        return known | {"post": post}
    team = getattr(getattr(user, "worker", None), "team", None)
    return {"partner_agency": team.name} if team else {}


def draft_of(user: Any) -> WorryDraft:
    """What she left, or a draft that is kept only once something is typed."""
    return WorryDraft.objects.filter(user=user, finished_at=None).first() or WorryDraft(user=user)


def sent_of(request: HttpRequest) -> WorryDraft:
    """The draft of the page that was sent; a page that had none yet gives its own token to the one it begins."""
    draft = draft_of(request.user)
    try:
        token = UUID(request.POST.get("token", ""))
    except ValueError:
        return draft
    found = WorryDraft.objects.filter(user=request.user, token=token).first()  # type: ignore[misc]
    if found is None and draft.pk is None:
        draft.token = token
    return found or draft


@transaction.atomic
def tell(*, by: Any, draft: WorryDraft, values: Mapping[str, Mapping[str, Any]], page: Any) -> str:
    """Tell it, once however often it is sent; where it is then read. ``page`` gives that of a worry."""
    kept = held(draft)
    if kept.finished_at:
        return kept.became
    child, worry, agency = values["child"], values["worry"], values["agency"]
    told = WorryTold.objects.create(
        told_by=by, told_on=today(), told_time=now_time(), others=child["others"],
        source=agency["source"], partner_agency=agency["partner_agency"], reach=agency["reach"],
        source_name=f"{by.name}, {agency['post']}"[:250],
        **{name: child[name] for name in ABOUT}, **worry,
    )  # fmt: skip
    finish(kept, page(told))
    if told.urgency == Urgency.NOW:
        _ring(told)
    record(Code.ENTRY_RECORDED, by=by, what="front_door:tell", entry=f"{LABEL}:{told.pk}")
    return kept.became


def _ring(told: WorryTold) -> None:
    """Those at the front door and on duty have a notice at once; what it is about stands in their list."""
    there = {user.pk for role in (Role.FRONT_DOOR_WORKER, Role.EMERGENCY_DUTY) for user in holders(role)}
    path = reverse("front_door:one-waiting", args=[told.pk])
    with (
        connection.cursor() as cursor
    ):  # by hand, since what is written for somebody else cannot be read back
        cursor.execute(
            "INSERT INTO access_notice (to_id, text, path) SELECT unnest(%s::bigint[]), %s, %s",
            [sorted(there), "Another agency tells of a child who may be in danger now", path],
        )


def in_words(told: WorryTold) -> Iterable[tuple[str, str]]:
    """What was told, under headings, as it stands in the contact and on the pages about it."""
    said = (
        ("The worry", told.reason),
        ("What the child said", told.child_words),
        ("What the family knows", f"{_family(told)} {told.family_words}".strip()),
        ("What is wanted", told.wanted),
        ("How soon", told.urgency),
        ("Who else there is", told.others),
        ("The child, as told", _child(told)),
        ("Reached on", told.reach),
    )
    return [(title, words) for title, words in said if words]


def _family(told: WorryTold) -> str:
    knows = (
        "The parents or carers know of it"
        if told.is_family_told
        else "The parents or carers do not know of it"
    )
    return f"{knows} and {'agree' if told.is_family_agreed else 'have not agreed'}."


def _child(told: WorryTold) -> str:
    born = f"born {day_text(told.birth_on)}" if told.birth_on else ""
    expected = f"expected {day_text(told.expected_on)}" if told.expected_on else ""
    return ", ".join(
        each for each in (told.child_called, born, expected, told.address, told.postcode) if each
    )
