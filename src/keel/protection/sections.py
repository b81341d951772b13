"""Writing the sections of a draft of a plan: each on its own page, so that two people write two of them at once."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms

from keel.access.policy import Act
from keel.people.kin import parents_of
from keel.protection.models import PlanAction, PlanOutcome
from keel.protection.planning import WRITTEN, beside_plan, plan_page
from keel.protection.reading import said_beside
from keel.protection.together import EntryRow, OfSomebody, answered, entered
from keel.protection.written import SECTIONS, TABLES, Section
from keel.recording.boxes import Answer, Day, line, text
from keel.recording.checks import AboutChild
from keel.recording.declared import Asked, Recording
from keel.recording.moves import moved
from keel.recording.sheets import Forms, rows

OWN = "section"
LONGEST = 90  # letters of an outcome in a list to choose from
FORMS_GIVEN = ("The full version", "Easy read", "Read aloud", "In another language", "Sound or film")


class SectionForm(AboutChild):
    """What a section says once. ``{name}`` is the child."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for field in self.fields.values():
            field.label = str(field.label).replace("{name}", self.person.called)
            field.help_text = field.help_text.replace("{name}", self.person.called)


class WhyForm(SectionForm):
    """Why there is a plan, and what life is like."""

    worry = text(
        "Why is there a plan for {name}?",
        rows=6,
        help_text="What happened, when, and what it did to {name}, in words that the family would use",
    )
    daily_life = text(
        "What is life like for {name} now?",
        rows=6,
        help_text="Name {name}, and tell at least one thing that {name} said or was seen to do, with the day",
    )


class ChildViewsForm(SectionForm):
    """What the child thinks."""

    happened: ClassVar = ("child_views_on",)
    child_views = text("What does {name} think and want?", rows=5, help_text="In {name}’s own words")
    child_views_method = text(
        "How was {name} asked?", rows=2, help_text="For a child who cannot say: how {name} was observed"
    )
    child_views_on = Day(label="When?", required=False)
    child_views_by = line("Who asked?")
    are_child_views_shown = Answer(
        label="May the family read this?", help_text="Unless you say yes, it is left out of what parents read"
    )


class SafetyForm(SectionForm):
    """Visits, and what keeps the child safe."""

    visits = text(
        "Who visits {name}, and how often?",
        rows=5,
        help_text="The social worker and each of the others; when and where {name} is seen alone; which visits "
        "are not announced",
    )
    bottom_line = text("What must never happen?", rows=2)
    strengths = text("What goes well, and who is safe for {name}?")
    needs = text("What does {name} need?", help_text="Also help to get over what happened")


class CommunicationForm(SectionForm):
    """How the parents read and hear."""

    communication_needs = text(
        "How do the parents read and hear best?",
        help_text="What each of them said: reads well, some help, easy read, read aloud, language, interpreter",
    )
    form_given = forms.ChoiceField(
        label="In which form is the plan given to them?",
        choices=[("", "Not recorded"), *((name, name) for name in FORMS_GIVEN)],
        required=False,
    )


class NetworkForm(SectionForm):
    """The family's own meeting."""

    happened: ClassVar = ("network_offered_on",)
    planned: ClassVar = ("network_held_on",)
    network_offered_on = Day(label="When was a meeting of the family’s own offered?", required=False)
    network_answer = text("What did the family answer?", rows=2)
    network_held_on = Day(label="When was it held, or will it be?", is_past=False, required=False)

    def clean(self) -> dict[str, Any]:
        """It is not held before it is offered."""
        said = super().clean()
        self.in_order("network_offered_on", "network_held_on", "It was held before it was offered")
        return said


class CoreGroupForm(SectionForm):
    """When those who carry the plan out meet next."""

    planned: ClassVar = ("core_group_on", "later_core_group_on")
    core_group_on = Day(label="When do they meet next?", is_past=False, required=False)
    later_core_group_on = Day(label="And the time after?", is_past=False, required=False)

    def clean(self) -> dict[str, Any]:
        """The one after comes after."""
        said = super().clean()
        self.in_order("core_group_on", "later_core_group_on", "The later meeting comes before the next one")
        return said


class LegalForm(SectionForm):
    """Whether legal planning was considered."""

    happened: ClassVar = ("legal_considered_on",)
    legal_considered_on = Day(label="When was legal planning considered?", required=False)
    legal_decision = text(
        "What was decided?", rows=2, help_text="Not the advice itself: that has its own place"
    )
    legal_reason = text("Why?")


def shortly(outcome: PlanOutcome) -> str:
    """An outcome in a list to choose from."""
    return f"{outcome.outcome[:LONGEST]}…" if len(outcome.outcome) > LONGEST else outcome.outcome


class OutcomeRow(AboutChild, EntryRow):
    """One thing that will be different."""

    planned: ClassVar = ("by_on",)
    needed: ClassVar = {"outcome": "Say what will be different, or leave the whole row empty"}
    outcome = text("What will be different for the child?", rows=2, help_text="With the child’s name")
    measure = text("How will anybody know?", rows=2)
    by_on = Day(label="By when?", is_past=False, required=False)


class ActionRow(AboutChild, EntryRow):
    """What somebody does."""

    happened: ClassVar = ("done_on",)
    planned: ClassVar = ("start_on", "due_on")
    needed: ClassVar = {"action": "Say what is to be done, or leave the whole row empty"}
    action = text("What will be done?", rows=2, help_text="Begin with a verb")
    outcome = forms.ModelChoiceField(
        label="For which outcome?", queryset=PlanOutcome.objects.none(), required=False, empty_label="None"
    )
    owner = line("Who does it?", help_text="One person, by name")
    agency = line("Agency")
    start_on = Day(label="From", is_past=False, required=False)
    due_on = Day(label="By", is_past=False, required=False)
    done_when = line("Done when", help_text="What will show it")
    done_on = Day(label="Done on", required=False)

    def __init__(self, *args: Any, outcomes: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["outcome"].queryset = outcomes
        self.fields["outcome"].label_from_instance = shortly

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        said = super().clean()
        self.in_order("start_on", "due_on", "It is due before it begins")
        return said


class ContingencyRow(EntryRow):
    """If this, then that."""

    trigger = text("If this happens", rows=2)
    response = text("Then this is done", rows=2)
    within = line("By when?")
    decided_by = line("Who decides?")
    is_court_considered = Answer(label="Was going to court considered?")


class ParentRow(OfSomebody, AboutChild, EntryRow):
    """What one parent thinks."""

    happened: ClassVar = ("asked_on",)
    person = forms.ModelChoiceField(label="Who", queryset=None, required=False, empty_label="Somebody else")
    name = line("Name, if somebody else")
    views = text("What do they think of the worry, and of the plan?", rows=4)
    asked_how = line("How were they asked?")
    asked_on = Day(label="When?", required=False)
    tries = text("If they were not: what was tried, and when?", rows=2)


class MemberRow(EntryRow):
    """Somebody of the core group."""

    needed: ClassVar = {"name": "Give the name, or leave the whole row empty"}
    name = line("Name")
    role = line("What they are to the child")
    agency = line("Agency")


FORMS: Mapping[str, type[SectionForm]] = {
    "why": WhyForm,
    "child-views": ChildViewsForm,
    "safety": SafetyForm,
    "communication": CommunicationForm,
    "network": NetworkForm,
    "core-group": CoreGroupForm,
    "legal": LegalForm,
}
ROWS: Mapping[str, tuple[type[EntryRow], str]] = {
    "outcomes": (OutcomeRow, "Outcome"),
    "actions": (ActionRow, "Action"),
    "contingencies": (ContingencyRow, "If and then"),
    "parents": (ParentRow, "Parent or carer"),
    "members": (MemberRow, "Person"),
}


def _forms(each: Section) -> Callable[[Asked, Any], Forms]:
    def made(asked: Asked, sent: Any) -> Forms:
        built: Forms = {}
        if each.fields:
            held = {name: _shown(getattr(asked.row, name)) for name, _ in each.fields}
            built[OWN] = FORMS[each.key](sent, prefix=OWN, person=asked.child, initial=held)
        if each.rows:
            row_form, legend = ROWS[each.rows]
            initial = [_held(row, row_form) for row in _there(asked, each.rows)]
            initial += _known_beforehand(asked, each.rows, initial)
            given = _given(asked, each.rows)
            built[each.rows] = rows(row_form, sent, each.rows, legend, initial, more=1, **given)
        return built

    return made


def _there(asked: Asked, name: str) -> Any:
    return TABLES[name]._default_manager.of(asked.child).filter(version=asked.row).order_by("pk")


def _held(row: Any, form: type[EntryRow]) -> dict[str, Any]:
    names = [name for name in form.base_fields if name != "entry"]
    return {"entry": row.pk} | {
        name: _shown(getattr(row, row._meta.get_field(name).attname)) for name in names
    }


def _shown(value: Any) -> Any:
    return answered(value) if isinstance(value, bool) else value


def _known_beforehand(asked: Asked, name: str, there: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each parent whom the record knows has a row, so that none is passed over in silence."""
    if name != "parents":
        return []
    asked_already = {row["person"] for row in there}
    return [{"person": one.pk} for one in parents_of(asked.child) if one.pk not in asked_already]


def _given(asked: Asked, name: str) -> dict[str, Any]:
    person = {"person": asked.child}
    if name == "actions":
        outcomes = PlanOutcome.objects.of(asked.child).filter(version=asked.row).order_by("pk")
        return person | {"outcomes": outcomes}
    if name == "parents":
        people = _people(asked)
        return person | {"people": people, "called": {str(one.pk): one.shown_name for one in people}}
    return person if name == "outcomes" else {}


def _people(asked: Asked) -> Any:
    """Those whom the boxes offer: the parents of the record, and whoever was asked before."""
    known = {one.pk for one in parents_of(asked.child)}
    known |= set(_there(asked, "parents").exclude(person=None).values_list("person", flat=True))
    people = type(asked.child)._default_manager
    return people.filter(pk__in=known).with_names().order_by("birth_on", "pk")


def _save(each: Section) -> Callable[[Asked, Mapping[str, Any]], str]:
    def saved(asked: Asked, values: Mapping[str, Any]) -> str:
        for name, value in values.get(OWN, {}).items():
            setattr(asked.row, name, value)
        asked.row.save()
        if each.rows:
            _keep(asked, each.rows, values[each.rows])
        moved(asked.row, WRITTEN, by=asked.by, reason=each.title)
        return plan_page(asked.row)

    return saved


def _keep(asked: Asked, name: str, said: list[dict[str, Any]]) -> None:
    """The rows as the page has them now. One that was emptied is taken out of the draft, and stays on file."""
    table, there = TABLES[name], {row.pk: row for row in _there(asked, name)}
    for part in said:
        base = {"child": asked.child, "version": asked.row, "episode": asked.row.episode, **entered(asked)}
        row = there.pop(part.get("entry"), None) or table(**base)
        for field, value in part.items():
            if field != "entry":
                setattr(row, field, value)
        row.save()
    if name == "outcomes":
        PlanAction.objects.of(asked.child).filter(outcome__in=there.values()).update(outcome=None)
    for row in there.values():
        row.version, row.taken_out_of = None, asked.row
        row.save(update_fields=["version", "taken_out_of"])


def is_closed(asked: Asked) -> str:
    """A version is written until it is published."""
    if asked.row.published_on:
        return "This version is published, and is not changed any more. Begin a new version."
    if asked.row.plan and asked.row.plan.ended_on:
        return "This plan has ended."
    return ""


def _beside(each: Section) -> Callable[[Asked], dict[str, Any]]:
    def beside(asked: Asked) -> dict[str, Any]:
        return {**beside_plan(asked), **said_beside(asked, each)}

    return beside


def _recording(each: Section) -> Recording:
    return Recording(
        key=each.recording,
        title=each.title,
        act=Act.PLAN_WRITE,
        forms=_forms(each),
        save=_save(each),
        about="protection.PlanVersion",
        template="protection/plan_write.html",
        button="Save this section",
        done="The section is saved in the draft.",
        why_not=is_closed,
        beside=_beside(each),
        is_shared=True,
        is_offered=False,  # the plan's own page leads to each
    )


SECTION_PAGES = tuple(_recording(each) for each in SECTIONS)
