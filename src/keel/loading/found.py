"""What the reader and the load noticed, kept for an analyst, with what she already said of the same."""

from collections.abc import Iterator
from itertools import chain

from django.apps import apps

from keel.exchange.extract import Extract
from keel.exchange.findings import Finding, Findings
from keel.exchange.particulars import Scheme
from keel.loading.models import FindingState, Load, LoadExample, LoadFinding


def keep_findings(load: Load, extract: Extract, ours: Findings) -> None:
    """Write every finding with its examples. One accepted in the last load of the format is accepted here too."""
    found = list(_all(extract, ours))
    accepted = _accepted(load)
    rows = LoadFinding.objects.bulk_create(_row(load, each, accepted) for each in found)
    known = _children({example.child for each in found for example in each.examples if example.child})
    LoadExample.objects.bulk_create(
        LoadExample(
            finding=row,
            row=example.row,
            child_key=(example.child or "")[:200],
            child_id=known.get(example.child or ""),
            raw=_clean(example.raw or ""),
        )
        for row, each in zip(rows, found, strict=True)
        for example in each.examples
    )


def _all(extract: Extract, ours: Findings) -> Iterator[Finding]:
    beside = extract.particulars.findings if extract.particulars else Findings()
    return chain(extract.findings, beside, ours)


def _row(load: Load, found: Finding, accepted: dict[tuple[str, str, str], LoadFinding]) -> LoadFinding:
    place = (found.code, found.source[:200], (found.column or "")[:200])
    before = accepted.get(place)
    return LoadFinding(
        load=load,
        code=found.code[:60],
        level=found.level.value,
        message=_clean(found.message),
        source=_clean(place[1]),
        column=_clean(place[2]),
        count=found.count,
        state=FindingState.ACCEPTED if before else FindingState.OPEN,
        note=before.note if before else "",
        answered_by=before.answered_by if before else None,
        answered_at=before.answered_at if before else None,
    )


def _accepted(load: Load) -> dict[tuple[str, str, str], LoadFinding]:
    last = Load.objects.done().of_family(load.family).exclude(pk=load.pk).order_by("pk").last()
    if last is None:
        return {}
    return {
        (found.code, found.source, found.column): found
        for found in last.findings.filter(state=FindingState.ACCEPTED)
    }


def _children(keys: set[str]) -> dict[str, object]:
    """Whom the examples name: by the source's key, or by the identity in the record."""
    identifiers = apps.get_model("people.Identifier").objects.filter(scheme=Scheme.LA_CHILD_ID.value)
    known: dict[str, object] = dict(identifiers.filter(value__in=keys).values_list("value", "person_id"))
    people = apps.get_model("people.Person").objects
    told = [key for key in keys if len(key) == 36 and key.count("-") == 4]  # noqa: PLR2004 -- how an identity looks
    return known | {str(pk): pk for pk in people.filter(pk__in=told).values_list("pk", flat=True)}


def _clean(text: str) -> str:
    return text.replace("\0", "")
