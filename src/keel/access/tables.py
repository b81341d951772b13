"""Which tables hold what about a child, and when a row of one may be seen: found from the models, not listed by hand.

A table with a key to a person is walled as strictly as can be, unless it is declared here to be less so. A table that
hangs on such a table is walled as that one is. A table that is neither must be declared plain, with the reason, or the
build fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import models

PERSON = "people.Person"

# Enough to find somebody, to know whom to ring about her, and to see that two are one: seen by whoever may search,
# unless closed to her.
KNOWN = frozenset(
    {
        PERSON, "people.PersonName", "people.Identifier", "people.Merge", "people.NotDuplicate",
        "people.PossibleDuplicate", "workforce.Involvement",
    }
)  # fmt: skip
# Seen likewise, but a protected row only by whoever the record is open to.
PROTECTED_ROWS = frozenset({"people.Address"})
# What a load found: seen by whoever reads loads, unless closed to her, and by whoever the record is open to.
OF_LOADS = frozenset(
    {
        "loading.LoadExample",
        "loading.Origin",
        "loading.Disappeared",
        "loading.NewChild",
        "loading.ReadingChange",
        "loading.RowChange",
        "loading.LoadFinding",
    }
)
# Restrictions, openings and looks: seen by those who look after them, and by whoever the record is open to.
GOVERNED = frozenset(
    {
        "access.Restriction", "access.RestrictionMember", "access.Exclusion", "access.Opening", "access.AuditEntry",
    }
)  # fmt: skip
# Tables without a key to a person that others with one hang on: seen where one of those is.
SEEN_THROUGH: Mapping[str, tuple[str, str]] = {
    "people.Household": ("people.HouseholdMember", "household"),
    "proceedings.FamilyGroup": ("proceedings.PreProceedings", "family_group"),
}
# What somebody has not finished writing: seen by nobody else.
OF_WHOEVER_WRITES = frozenset({"recording.Draft"})
# Of staff, not of a child: seen by the worker and her supervisor.
OF_WORKERS = frozenset({"supervision.SupervisionPersonal"})

PLAIN: Mapping[str, str] = {
    "access.User": "who may sign in; needed before anybody is known",
    "access.RoleHeld": "roles of staff",
    "access.Notice": "identifiers only",
    "access.AuditHead": "a number and a hash",
    "access.WallKey": "read by the owner only",
    "front_door.WorryDraft": "what somebody of another agency begins to tell; hers alone (guards.py)",
    "record.CoverageHeld": "what a source can say at all",
    "record.RecordedHere": "what is written down in Keel and from which day on, with who says so and why",
    "workforce.Team": "teams",
    "workforce.Worker": "staff",
    "workforce.Absence": "days away and deputies, without the reason",
    "oversight.SupervisionSession": "who supervised whom on which day, and who signed; nothing of what was said",
    "oversight.StandardChange": "the authority's own standards, with who set each and why",
    "oversight.StandardPreview": "a change of a standard thought of, and how many questions it would raise",
    "oversight.PreviewLine": "counts of questions by matter and colour",
    "oversight.RecordedPreview": "what might be said to be recorded in Keel, and how many questions it would raise",
    "oversight.RecordedLine": "counts of questions by matter and colour",
    "workforce.Post": "posts of teams",
    "workforce.PostHolding": "who is in which post",
    "workforce.Training": "courses of staff, with their days",
    "loading.Load": "a file's name, size and days",
    "loading.LoadState": "a load's log",
    "loading.LoadProgress": "how far a load has come",
    "loading.LoadChange": "counts of rows",
    "loading.LoadQuestions": "counts of questions by colour",
    "loading.OriginShape": "names of columns",
}


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A table, and the conditions, in SQL, under which the web role sees a row and may write one."""

    model: type[models.Model]
    seen: str
    written: str

    @property
    def name(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def is_history(self) -> bool:
        """Whether it keeps what rows of another table said before."""
        return is_history(self.model)


def all_models() -> list[type[models.Model]]:
    """Every model of ours that has a table, the tables of history among them."""
    ours = (m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("keel."))
    return [model for model in ours if model._meta.managed and not model._meta.proxy]


def is_history(model: type[models.Model]) -> bool:
    """Whether a model keeps what rows of another said before."""
    return hasattr(model, "pgh_tracked_model")


def keeps_history(model: type[models.Model]) -> bool:
    """Whether what a row said before is kept, so that the row itself is never deleted."""
    return any(is_history(other) and other.pgh_tracked_model is model for other in all_models())  # type: ignore[attr-defined]


def label_of(model: type[models.Model]) -> str:
    """The label that a model is declared under; a history is as what it keeps."""
    return (model.pgh_tracked_model if is_history(model) else model)._meta.label  # type: ignore[attr-defined]


def case_tables() -> Iterator[CaseTable]:
    """Every table that row security stands before."""
    for model in all_models():
        if seen := _seen(model, "", 0):
            yield CaseTable(model, seen, _written(model, seen))


def undeclared() -> list[str]:
    """Tables that hang on no person and that nobody has declared plain."""
    return sorted({label_of(m) for m in all_models() if not _seen(m, "", 0)} - set(PLAIN))


def opened(column: str) -> str:
    """The record of the person in this column is open to whoever asks."""
    found = "access_my_children" if column.endswith("child_id") else "access_mine"
    return (
        f"({column} IN (SELECT access_noted()) OR {column} IN (SELECT {found}()) OR "
        f"((SELECT access_all()) AND {column} NOT IN (SELECT access_barred())))"
    )


def known(column: str) -> str:
    """The person in this column may be found by whoever asks."""
    return (
        f"(((SELECT access_searches()) AND {column} NOT IN (SELECT access_barred())) "
        f"OR {column} IN (SELECT access_mine()))"
    )


def _governed(column: str) -> str:
    allowed = _or_null(column, f"{column} NOT IN (SELECT access_denied())")
    return f"(((SELECT access_governs()) AND {allowed}) OR {opened(column)})"


def _of_loads(column: str | None) -> str:
    if column is None:
        return "(SELECT access_reads_loads())"
    allowed = _or_null(column, f"{column} NOT IN (SELECT access_barred())")
    return f"(((SELECT access_reads_loads()) AND {allowed}) OR {opened(column)})"


def _or_null(column: str, condition: str) -> str:
    return f"({column} IS NULL OR {condition})"


def _seen(model: type[models.Model], at: str, depth: int) -> str:
    """The condition for a row of a table, whose columns stand behind ``at``; blank for a table about no child."""
    label = label_of(model)
    if label in SEEN_THROUGH:
        through, key = SEEN_THROUGH[label]
        own = "pgh_obj_id" if is_history(model) else "id"
        return f"EXISTS (SELECT FROM {_table(through)} m WHERE m.{key}_id = {at or _table_of(model)}{own})"
    if label in OF_WORKERS:
        return _of_workers(model, at)
    columns = [(f"{at}{field.column}", field.null) for field in _keys_to_person(model)]
    if not columns:
        return _through_parent(model, at, depth) or (_of_loads(None) if label in OF_LOADS else "")
    return _by_person(label, columns, at)


def _by_person(label: str, columns: list[tuple[str, bool]], at: str) -> str:
    first = columns[0][0]
    if label in GOVERNED:
        own = f" OR {at}user_id = (SELECT access_asker())" if label == "access.Opening" else ""
        own = f" OR {at}actor_id = (SELECT access_asker())" if label == "access.AuditEntry" else own
        return f"({_governed(first)}{own})"
    if label in OF_LOADS:
        return _of_loads(first)
    everybody = [_or_null(column, known(column)) if null else known(column) for column, null in columns]
    if label in KNOWN:
        return " AND ".join(everybody)
    if label in PROTECTED_ROWS:
        return f"(CASE WHEN {at}is_protected THEN {opened(first)} ELSE {known(first)} END)"
    if len(columns) == 1 or columns[0][0].endswith("child_id"):
        hers = [f"{at}user_id = (SELECT access_asker())"] if label in OF_WHOEVER_WRITES else []
        return " AND ".join([opened(first), *everybody[1:], *hers])
    return " AND ".join([f"({' OR '.join(opened(column) for column, _ in columns)})", *everybody])


def _through_parent(model: type[models.Model], at: str, depth: int) -> str:
    """By the first key to a table that is itself walled: its own wall stands within."""
    for field in _foreign_keys(model):
        parent = field.related_model
        if parent is not model and depth < 3 and _seen(parent, "p.", depth + 1):  # noqa: PLR2004
            column = at or _table_of(model)
            return f"EXISTS (SELECT FROM {parent._meta.db_table} p WHERE p.id = {column}{field.column})"
    return ""


def _of_workers(model: type[models.Model], at: str) -> str:
    at = at or _table_of(model)
    return (
        f"EXISTS (SELECT FROM workforce_worker w WHERE w.id IN ({at}worker_id, {at}supervisor_id) "
        "AND w.user_id = (SELECT access_asker()))"
    )


def _written(model: type[models.Model], seen: str) -> str:
    if is_history(model):
        return (
            "(SELECT access_asker()) IS NOT NULL"  # the trigger writes what was, which may since have closed
        )
    label = label_of(model)
    if label == "access.AuditEntry":
        return "(SELECT access_asker()) IS NULL OR actor_id IS NULL OR actor_id = (SELECT access_asker())"
    if label == "access.Opening":
        hers = (
            "user_id = (SELECT access_asker()) AND (NOT has_stepped_up OR (SELECT access_has_stepped_up()))"
        )
        return f"({hers}) OR (user_id <> (SELECT access_asker()) AND {seen})"
    if label in SEEN_THROUGH:
        return "(SELECT access_asker()) IS NOT NULL"
    if label == "workforce.Involvement":
        return opened("child_id")  # an involvement opens a record: nobody gives herself one
    return seen


def _keys_to_person(model: type[models.Model]) -> list[models.ForeignKey]:  # type: ignore[type-arg]
    """The keys to a person, the child first; the history of a person is about her."""
    if model._meta.label == PERSON:
        return [model._meta.pk]  # type: ignore[list-item]
    keys = [field for field in _foreign_keys(model) if field.related_model._meta.label == PERSON]
    if label_of(model) == PERSON:
        keys = [field for field in keys if field.name == "pgh_obj"]
    return sorted(keys, key=lambda field: (field.name != "child", field.null))


def _foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:  # type: ignore[type-arg]
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [field for field in fields if field.name != "pgh_context"]


def _table(label: str) -> str:
    return apps.get_model(label)._meta.db_table


def _table_of(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}."
