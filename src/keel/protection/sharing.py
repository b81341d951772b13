"""Who has a version of a plan: given when, how and in which form, understood, agreed or not, signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.people.kin import parents_of
from keel.people.models import Person
from keel.protection.models import PlanApproval, PlanMember, PlanSharing, PlanVersion
from keel.protection.planning import State, plan_page, stands
from keel.protection.sections import FORMS_GIVEN
from keel.protection.together import EntryRow, OfSomebody, answered, entered
from keel.protection.written import child_of
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.sheets import Forms, rows

CHILD, PARENT, AGENCY = "child", "parent", "agency"
METHODS = ("Gone through together", "Handed over", "By post", "By e-mail", "Read aloud")
WHO = ("person", "name", "entry")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who is to have the plan, with how it stands for them."""

    name: str
    kind: str
    person: Person | None = None
    sharing: PlanSharing | None = None
    since: date | None = None  # from when it was to be given

    def waiting(self, day: date) -> tuple[str, int]:
        """What is still to be done and for how many days it has been; nothing, and none, where it is done."""
        if self.sharing is None or self.sharing.shared_on is None:
            return "not given yet", (day - self.since).days if self.since else 0
        if self.kind == PARENT and self.sharing.signed_on is None:
            return "not signed yet", (day - self.sharing.shared_on).days
        return "", 0


def receivers(version: PlanVersion) -> list[Receiver]:
    """The child, each parent, each agency of the core group, and whoever else was given it."""
    given = list(PlanSharing.objects.of(version.child_id).filter(version=version).order_by("pk"))
    approved = PlanApproval.objects.of(version.child_id).filter(version=version).order_by("pk").first()
    since = approved.approved_on if approved else version.published_on
    found = list(_expected(version, given, since))
    told = {each.sharing.pk for each in found if each.sharing}
    people = {row.person_id for row in given if row.pk not in told and row.person_id}
    names = {one.pk: one.shown_name for one in Person.objects.filter(pk__in=people).with_names()}
    others = (row for row in given if row.pk not in told)
    return [
        *found,
        *(Receiver(names.get(r.person_id) or r.name, r.shared_with, None, r, since) for r in others),
    ]


def _expected(version: PlanVersion, given: list[PlanSharing], since: date | None) -> Iterator[Receiver]:
    to_people = {row.person_id: row for row in given if row.person_id}
    to_agencies = {row.name.lower(): row for row in given if not row.person_id}
    child = child_of(version)
    for person, kind in ((child, CHILD), *((parent, PARENT) for parent in parents_of(child))):
        yield Receiver(person.shown_name, kind, person, to_people.get(person.pk), since)
    members = (
        PlanMember.objects.of(version.child_id).filter(version=version).exclude(agency="").order_by("pk")
    )
    for name in dict.fromkeys(members.values_list("agency", flat=True)):
        yield Receiver(name, AGENCY, None, to_agencies.get(name.lower()), since)


class SharedRow(OfSomebody, AboutChild, EntryRow):
    """One person, or one agency, and what they made of the plan."""

    happened: ClassVar = ("shared_on", "signed_on")
    person = forms.ModelChoiceField(
        label="Given to", queryset=None, required=False, empty_label="An agency, or somebody else"
    )
    name = line("Which agency, or who else")
    shared_on = Day(label="When was it given?", required=False)
    method = forms.ChoiceField(
        label="How?", choices=[("", "Not recorded"), *((name, name) for name in METHODS)], required=False
    )
    form_given = forms.ChoiceField(
        label="In which form?",
        choices=[("", "Not recorded"), *((name, name) for name in FORMS_GIVEN)],
        required=False,
    )
    is_usable = Answer(label="Is it a form that they can use?")
    is_understood = Answer(label="Did they understand it?")
    is_agreed = Answer(label="Do they agree?")
    disagreement = text("What do they disagree with, in their own words?", rows=2)
    signed_on = Day(label="When did they sign it?", required=False)

    def wanted(self, said: Mapping[str, Any]) -> Mapping[str, str]:
        """A day; whom; and their words where they do not agree."""
        wanted = {"shared_on": "Say when it was given"}
        if not said.get("person"):
            wanted["name"] = "Say to whom it was given"
        if said.get("is_agreed") is False:
            wanted["disagreement"] = "Write what they disagree with, in their own words"
        return wanted

    def clean(self) -> dict[str, Any]:
        """Nobody signs before it is given."""
        said = super().clean()
        self.in_order("shared_on", "signed_on", "It was signed before it was given: check both days")
        return said


def share_forms(asked: Asked, sent: Any) -> Forms:
    """A row for each who is to have it, with what is recorded already."""
    found = receivers(asked.row)
    known = [each.person.pk for each in found if each.person]
    known += [each.sharing.person_id for each in found if each.sharing and each.sharing.person_id]
    given = {
        "person": asked.child,
        "people": Person.objects.filter(pk__in=known).with_names(),
        "called": {str(each.person.pk): each.name for each in found if each.person},
    }
    initial = [_held(each) for each in found]
    return {"given": rows(SharedRow, sent, "given", "Somebody else", initial, more=1, **given)}


def _held(each: Receiver) -> dict[str, Any]:
    row = each.sharing
    if row is None:
        return {"person": each.person.pk if each.person else None, "name": "" if each.person else each.name}
    names = [name for name in SharedRow.base_fields if name not in WHO]
    held = {name: _shown(getattr(row, name)) for name in names}
    return held | {"entry": row.pk, "person": row.person_id, "name": row.name}


def _shown(value: Any) -> Any:
    return answered(value) if isinstance(value, bool) else value


def save_shared(asked: Asked, values: Mapping[str, Any]) -> str:
    """A row for each who has it now; what a row said before is kept by the table's history."""
    version = asked.row
    there = {row.pk: row for row in PlanSharing.objects.of(asked.child).filter(version=version)}
    parents = {one.pk for one in parents_of(asked.child)}
    kept = []
    for part in values["given"]:
        base = {"child": asked.child, "version": version, "episode": version.episode, **entered(asked)}
        row = there.get(part["entry"]) or PlanSharing(**base)
        for name, value in part.items():
            if name != "entry":
                setattr(row, name, value)
        row.shared_with = _kind(row, parents)
        row.is_shared_with_parents = row.shared_with == PARENT
        kept.append(row)
    _say_accessible(kept)
    for row in kept:
        row.save()
    return plan_page(version)


def _kind(row: PlanSharing, parents: set[Any]) -> str:
    if row.person_id == row.child_id:
        return CHILD
    return PARENT if row.person_id in parents else AGENCY


def _say_accessible(given: list[PlanSharing]) -> None:
    """With each sharing, whether every parent who has the plan by then can use the form given; None where unknown.

    It stands so on every row, because the newest sharing is what is read, whoever it was with.
    """
    usable: list[bool | None] = []
    for row in sorted(given, key=lambda each: each.shared_on):
        if row.is_shared_with_parents:
            usable.append(row.is_usable)
        answers = set(usable)
        row.is_accessible_version = (
            False if False in answers else (None if None in answers or not answers else True)
        )


def cannot_share(asked: Asked) -> str:
    """What is given to a family is signed."""
    state = stands(asked.row)
    if state is State.SIGNED or PlanSharing.objects.of(asked.child).filter(version=asked.row).exists():
        return ""
    return "A version is given to the family once a manager has signed it."


SHARE = Recording(
    key="protection:plan-share",
    title="Who has this version of the plan",
    act=Act.PLAN_WRITE,
    forms=share_forms,
    save=save_shared,
    about="protection.PlanVersion",
    hint="The child, each parent and each agency: when it was given, and what they made of it.",
    done="It is recorded who has the plan.",
    why_not=cannot_share,
    is_shared=True,
)
