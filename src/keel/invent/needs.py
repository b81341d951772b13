"""What people need to be understood, and what whoever visits must know: languages, communication, alerts."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from keel.invent import days
from keel.invent.kin import Family, Relative
from keel.invent.records import Person
from keel.invent.world import World

_SPEAKS_IT, _INTERPRETED, _CHILD_SPEAKS = 0.45, 0.5, 0.35
_TEENAGER, _DESCRIBES = 14, 0.02
_COMMUNICATION: Mapping[str, tuple[str, ...]] = {
    "HEAR": (
        "Uses British Sign Language; book an interpreter",
        "Wears hearing aids; sit opposite and speak clearly",
    ),
    "VIS": ("Large print, 18 point", "Braille, and everything read aloud"),
    "COMM": ("Uses Makaton signs and pictures", "Uses a talking tablet; give time for an answer"),
    "LD": ("Easy read, with pictures; short sentences",),
    "AUT": (
        "Tell what will happen and when; one question at a time",
        "A quiet room; talks best side by side",
    ),
    "BEH": ("Short visits; walking and talking works best",),
}
_ALERTS: tuple[tuple[str, str], ...] = (
    ("Dog", "A large dog is loose in the house. Ring first and ask for it to be shut away."),
    (
        "Visit in pairs",
        "A man in the home has threatened staff. Two workers, and tell the office before and after.",
    ),
    ("Allergy", "Severe nut allergy. The pen is in the kitchen drawer."),
    ("Self-harm", "Self-harm this year. Ask, and see the safety plan."),
    ("Do not leave messages", "A partner reads the mother's telephone. Ring only at the agreed hour."),
    ("Exploitation", "Is collected by adults whom nobody knows. Take down car numbers and tell Beacon."),
    ("Fire risk", "Hoarding blocks the stairs. The fire service has been told."),
)
_ALERTED = 0.08
_NATIONALITY: Mapping[str, tuple[str, ...]] = {
    "european": ("Polish", "Romanian", "Portuguese", "Lithuanian"),
    "roma": ("Slovak", "Romanian"),
    "pakistani": ("Pakistani",),
    "bangladeshi": ("Bangladeshi",),
    "indian": ("Indian",),
    "asian": ("Nepalese", "Filipino", "Vietnamese", "Sri Lankan"),
    "african": ("Nigerian", "Ghanaian", "Somali", "Eritrean", "Zimbabwean"),
    "chinese": ("Chinese",),
    "arab": ("Syrian", "Iraqi", "Iranian", "Sudanese"),
}
_STATUSES = (
    "Settled status",
    "Pre-settled status",
    "Indefinite leave to remain",
    "Refugee",
    "Limited leave to remain",
)
_BRITISH, _FROM_ABROAD, _TOLD = "British", 0.4, 0.7


class Needs(NamedTuple):
    """What is recorded of a person's nationality and of how to talk with her."""

    gender: str | None = None
    nationality: str | None = None
    status: str | None = None
    communication: str | None = None
    language: str | None = None
    interpreter: bool | None = None


class Alert(NamedTuple):
    """Something to know first, and when to look at it again."""

    person: str
    kind: str
    text: str
    review: int


def of_grown_up(rng: Random, one: Relative) -> Needs:
    """A relative's: many of those whose heritage has a language speak it, half of them with an interpreter."""
    drawn = rng.random()
    nationality, status = _nationality(rng, one.heritage.name)
    if not one.heritage.languages or drawn > _SPEAKS_IT:
        return Needs(nationality=nationality, status=status)
    language = rng.choice(one.heritage.languages)
    return Needs(None, nationality, status, None, language, rng.random() < _INTERPRETED)


def of_child(world: World, rng: Random, child: Person, mothers: Needs) -> Needs:
    """A child's: what her disabilities ask for, and her mother's language in some."""
    asked = [rng.choice(_COMMUNICATION[code]) for code in child.disabilities if code in _COMMUNICATION]
    speaks = mothers.language if rng.random() < _CHILD_SPEAKS else None
    nationality = _BRITISH if mothers.nationality is None or rng.random() < _TOLD else mothers.nationality
    is_teenager = child.birth is not None and days.age_on(child.birth, world.as_of) >= _TEENAGER
    gender = rng.choice(("Non-binary", "Trans boy", "Trans girl"))
    return Needs(
        gender if rng.random() < _DESCRIBES and is_teenager else None,
        nationality if rng.random() < _TOLD else None,
        mothers.status if nationality != _BRITISH else None,
        "; ".join(asked) or None,
        speaks,
        False if speaks else None,
    )


def _nationality(rng: Random, heritage: str) -> tuple[str | None, str | None]:
    drawn = rng.random()
    if heritage in _NATIONALITY and drawn < _FROM_ABROAD:
        return rng.choice(_NATIONALITY[heritage]), rng.choice(_STATUSES)
    return (_BRITISH, None) if drawn < _TOLD else (None, None)


def alerts(world: World, rng: Random, family: Family) -> Iterator[Alert]:
    """Alerts on children with a case; some should have been looked at again by now."""
    for child in family.children:
        drawn = rng.random()
        is_open = any(made.closed is None or made.closed > world.as_of for made in child.episodes)
        if is_open and drawn < _ALERTED:
            kind, text = rng.choice(_ALERTS)
            yield Alert(child.key, kind, text, world.as_of + rng.randrange(-60, 180))
