"""The rules of access as tables: which role, in which relation to a child, may do what.

The item table is that of the shelf, who may see, write and approve what (domain/roles.md); a reviewer reads it here as
it stands there. R reads, W writes, A approves, ? answers; a small letter is allowed once a reason is given.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from keel.access.acts import Act
from keel.access.roles import Role


class Relation(StrEnum):
    """How a person comes to work with a child."""

    ALLOCATED = auto()
    MANAGING = auto()
    CHAIRING = auto()
    AUDITING = auto()
    ON_DUTY = auto()
    LEGAL = auto()
    SUPPORTING = auto()
    PARTNER = auto()
    OWN = auto()  # the item itself is hers: her supervision, her draft


class Answer(StrEnum):
    """Yes, no, or yes once a reason is given."""

    NO = auto()
    ASK = auto()
    YES = auto()


WORKING_WITH: Mapping[Relation, str] = {  # as it is read by whoever asks who looked
    Relation.ALLOCATED: "Works with this child.",
    Relation.MANAGING: "Manages those who work with this child.",
    Relation.CHAIRING: "Chairs this child's conferences, or manages those who do.",
    Relation.AUDITING: "Audits this child's record.",
    Relation.ON_DUTY: "Is on duty for this child.",
    Relation.LEGAL: "Advises on this child's case.",
    Relation.SUPPORTING: "Supports those who work with this child.",
    Relation.PARTNER: "Helps this child from another agency.",
    Relation.OWN: "It is her or his own.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What makes a relation: her own involvement (as whom), or a role held for a team or for the whole service."""

    role: Role
    relation: Relation
    by_team: bool = False
    involved_as: tuple[str, ...] | None = None  # None: as anything that is not special


# What sources call whoever is involved but has not the case, in small letters with every gap an underscore.
CHAIRS = (
    "conference_chair", "child_protection_chair", "child_protection_conference_chair", "cp_chair", "iro",
    "independent_reviewing_officer", "independent_chair",
)  # fmt: skip
AUDITORS, LAWYERS = ("auditor", "moderator"), ("lawyer", "solicitor", "legal_adviser", "legal_advisor")
PARTNERS = ("health_visitor", "partner")
SPECIAL_INVOLVEMENTS = (*CHAIRS, *AUDITORS, *LAWYERS, "business_support", *PARTNERS)

SOURCES: tuple[Source, ...] = (
    Source(Role.SOCIAL_WORKER, Relation.ALLOCATED),
    Source(Role.FRONT_DOOR_WORKER, Relation.ALLOCATED),
    Source(Role.TEAM_MANAGER, Relation.ALLOCATED),  # a manager may hold a case of her own
    Source(
        Role.CONFERENCE_CHAIR,
        Relation.CHAIRING,
        involved_as=CHAIRS,
    ),
    Source(Role.AUDITOR, Relation.AUDITING, involved_as=AUDITORS),
    Source(Role.LAWYER, Relation.LEGAL, involved_as=LAWYERS),
    Source(Role.PARTNER, Relation.PARTNER, involved_as=PARTNERS),
    Source(Role.TEAM_MANAGER, Relation.MANAGING, by_team=True),
    Source(Role.SERVICE_MANAGER, Relation.MANAGING, by_team=True),
    Source(Role.HEAD_OF_SERVICE, Relation.MANAGING, by_team=True),
    Source(Role.DIRECTOR, Relation.MANAGING, by_team=True),
    Source(Role.CHAIRS_MANAGER, Relation.CHAIRING, by_team=True),
    Source(Role.QA_LEAD, Relation.AUDITING, by_team=True),
    Source(Role.BUSINESS_SUPPORT, Relation.SUPPORTING, by_team=True),
    Source(Role.FRONT_DOOR_WORKER, Relation.ON_DUTY, by_team=True),
    Source(Role.EMERGENCY_DUTY, Relation.ON_DUTY, by_team=True),
)
# A relation to the child alone: it does not reach her relatives, as the others do.
OF_THE_CHILD_ALONE = (Relation.PARTNER,)


def capacity(role: str) -> str:
    """What an involvement's role is compared by, whichever way a source writes it: ``access_capacity`` in SQL."""
    return "_".join(re.findall("[a-z0-9]+", role.lower()))


COLUMNS: Mapping[str, tuple[tuple[Role, Relation], ...]] = {
    "worker": (
        (Role.SOCIAL_WORKER, Relation.ALLOCATED),
        (Role.FRONT_DOOR_WORKER, Relation.ALLOCATED),
        (Role.TEAM_MANAGER, Relation.ALLOCATED),
    ),
    "team": ((Role.TEAM_MANAGER, Relation.MANAGING),),
    "service": ((Role.SERVICE_MANAGER, Relation.MANAGING), (Role.HEAD_OF_SERVICE, Relation.MANAGING)),
    "chair": ((Role.CONFERENCE_CHAIR, Relation.CHAIRING), (Role.CHAIRS_MANAGER, Relation.CHAIRING)),
    "qa": ((Role.QA_LEAD, Relation.AUDITING), (Role.AUDITOR, Relation.AUDITING)),
    "legal": ((Role.LAWYER, Relation.LEGAL),),
    "business": ((Role.BUSINESS_SUPPORT, Relation.SUPPORTING),),
    "duty": ((Role.EMERGENCY_DUTY, Relation.ON_DUTY), (Role.FRONT_DOOR_WORKER, Relation.ON_DUTY)),
    "director": ((Role.DIRECTOR, Relation.MANAGING),),
    "partner": ((Role.PARTNER, Relation.PARTNER),),
}

ITEMS = """
                     worker team service chair qa   legal business duty director partner reason
child                R      R    R       R     R    R     R        R    R        -       yes
protected            R      R    R       R     -    R     -        R    R        -       no
alert                RW     RW   RW      RW    R    R     RW       RW   R        -       yes
contact              RW     RWA  R       R     R    -     RW       RW   R        -       yes
strategy             RW     RWA  R       R     R    R     R        RW   R        -       yes
assessment           RW     RA   R       R     R    R     R        R    R        -       yes
conference_report    RW     RA   R       R     R    R     R        R    R        -       yes
conference_record    R      R    R       RWA   R    R     RW       R    R        -       yes
plan                 RW     RA   R       R     R    R     R        R    R        -       yes
visit                RW     R    R       R     R    r     -        RW   R        -       yes
core_group           RW     R    R       R     R    r     RW       R    R        -       yes
supervision          RW     RWA  R       R     R    -     -        -    R        -       no
supervision_personal -      RW   r       -     -    -     -        -    -        -       no
decision             ?      W?   W?      W?    -    -     -        -    W?       -       no
legal_advice         R      R    R       -     -    RWA   -        -    R        -       no
letter               W      RA   RA      R     R    RA    R        R    R        -       yes
tracker              RW     RW   RWA     R     R    RW    RW       R    R        -       yes
challenge            R?     R?   R?      RW    R    -     -        -    R?       -       no
escalation           RW     RW   RW      RW    R    -     RW       -    RW       -       no
grade                R      R    R       R     RWA  -     -        -    R        -       no
signal               R?     R?   R?      R     R    -     -        R    R        -       yes
allocation           R?     RW?  RW?     R     R    -     -        -    R        -       yes
partner              -      -    -       -     -    -     -        -    -        RW      no
"""
LETTERS: Mapping[str, str] = {"R": "read", "W": "write", "A": "approve", "?": "answer"}

ANYBODY_ASKS = (  # who may open a record that is not hers, for a reason
    Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.CONFERENCE_CHAIR,
    Role.CHAIRS_MANAGER, Role.QA_LEAD, Role.AUDITOR, Role.LAWYER, Role.BUSINESS_SUPPORT, Role.FRONT_DOOR_WORKER,
    Role.EMERGENCY_DUTY, Role.DIRECTOR,
)  # fmt: skip
READS_FOR_A_REASON = (
    *ANYBODY_ASKS,
    Role.DATA_ANALYST,
    Role.INFORMATION_GOVERNANCE,
)  # the child's page, no more

_MANAGERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
_SUPERVISE = (*_MANAGERS, Role.CHAIRS_MANAGER)
_SENIOR = (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
_WITHOUT_CASES = (Role.SYSTEM_ADMINISTRATOR, Role.CHIEF_EXECUTIVE, Role.PARTNER)

REGISTERS = (  # at the front door, or for a team above it: ``access_may_register`` in SQL looks to that
    Role.FRONT_DOOR_WORKER, Role.EMERGENCY_DUTY, Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT,
)  # fmt: skip

BY_ROLE: Mapping[Act, tuple[Role, ...]] = {  # what no relation to a child is needed for
    Act.CHILD_FIND: tuple(role for role in Role if role not in _WITHOUT_CASES),
    Act.CHILD_LIST: ANYBODY_ASKS,
    Act.DESK_READ: (Role.CONFERENCE_CHAIR,),
    Act.CHAIRS_READ: (Role.CHAIRS_MANAGER, Role.QA_LEAD, Role.HEAD_OF_SERVICE, Role.DIRECTOR),
    Act.CHALLENGE_COUNT: (
        *_MANAGERS,
        Role.CONFERENCE_CHAIR,
        Role.CHAIRS_MANAGER,
        Role.QA_LEAD,
        Role.CHIEF_EXECUTIVE,
    ),
    Act.PARTNER_LIST: (Role.PARTNER,),
    Act.WORRY_TELL: (Role.PARTNER,),
    Act.PERSON_REGISTER: REGISTERS,
    Act.SUPERVISION_OWN: ANYBODY_ASKS,
    Act.SUPERVISION_HOLD: _SUPERVISE,
    Act.SUPERVISION_REGISTER: (*_SUPERVISE, Role.QA_LEAD),
    Act.LIST_EXPORT: (*_MANAGERS, Role.QA_LEAD, Role.CHAIRS_MANAGER),
    Act.LOAD_RUN: (Role.DATA_ANALYST,),
    Act.LOAD_READ: (Role.DATA_ANALYST, Role.QA_LEAD, Role.DIRECTOR),
    Act.AUDIT_READ: (Role.INFORMATION_GOVERNANCE,),
    Act.OPENING_REVIEW: (Role.INFORMATION_GOVERNANCE,),
    Act.RESTRICTION_MANAGE: (Role.INFORMATION_GOVERNANCE,),
    Act.USER_MANAGE: (Role.SYSTEM_ADMINISTRATOR,),
    Act.COMPONENTS_READ: tuple(Role),
    Act.HOME_READ: tuple(Role),
    Act.OWN_WORK_READ: ANYBODY_ASKS,
    Act.WORKFORCE_READ: (*_MANAGERS, Role.CHAIRS_MANAGER, Role.QA_LEAD),
    Act.WORKFORCE_WRITE: (*_MANAGERS, Role.CHAIRS_MANAGER),
    Act.STAFF_KEEP: (Role.SYSTEM_ADMINISTRATOR, Role.DATA_ANALYST),  # what a roster would bring
    Act.LAW_READ: tuple(Role),
    Act.STANDARDS_CHANGE: (Role.QA_LEAD, Role.DIRECTOR),
    Act.IMPROVEMENT_READ: tuple(role for role in Role if role not in (Role.LAWYER, Role.PARTNER)),
    Act.IMPROVEMENT_WRITE: (Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.QA_LEAD, Role.DIRECTOR),
    Act.IMPROVEMENT_APPROVE: (Role.DIRECTOR, Role.CHIEF_EXECUTIVE),
}
BY_RELATION: Mapping[Act, tuple[tuple[Role, Relation], ...]] = {  # beside the item table
    Act.AUDIT_READ: tuple((role, Relation.MANAGING) for role in _MANAGERS),
    Act.OPENING_REVIEW: tuple((role, Relation.MANAGING) for role in _MANAGERS),
    Act.RESTRICTION_MANAGE: tuple((role, Relation.MANAGING) for role in _SENIOR),
    Act.PERSON_MERGE: (
        (Role.SOCIAL_WORKER, Relation.ALLOCATED), *((role, Relation.MANAGING) for role in _MANAGERS),
    ),
    Act.SUPERVISION_PERSONAL_READ: tuple((role, Relation.OWN) for role in ANYBODY_ASKS),
    Act.SUPERVISION_PERSONAL_WRITE: tuple((role, Relation.OWN) for role in _SUPERVISE),
}  # fmt: skip
BY_REASON: Mapping[Act, tuple[Role, ...]] = {  # beside the item table
    Act.PERSON_MERGE: (*_MANAGERS, Role.DATA_ANALYST, Role.SOCIAL_WORKER),
    Act.CHILD_READ: READS_FOR_A_REASON,
}
# Looking after who opens what: of a record, yet not of what stands in it.
LOOKED_AFTER = frozenset({Act.AUDIT_READ, Act.OPENING_REVIEW, Act.RESTRICTION_MANAGE})
OF_NO_CHILD = frozenset(BY_ROLE) - LOOKED_AFTER
OF_A_LIST = frozenset({Act.OPENING_REVIEW, Act.RESTRICTION_MANAGE})  # their pages list the records concerned
# Nobody breaks the glass for these: of a restricted record they are for those on its list, and for nobody else.
NEVER_IN_SPITE = frozenset({Act.PARTNER_READ, Act.PARTNER_WRITE})
STEP_UP = frozenset({Act.LIST_EXPORT, Act.RESTRICTION_MANAGE, Act.USER_MANAGE})  # signed in anew not long ago

# The roles that a deputy has from whoever is away, for as long as she is; a deputy holds one of them herself.
DEPUTISED = (
    Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.CONFERENCE_CHAIR,
    Role.CHAIRS_MANAGER, Role.QA_LEAD, Role.DIRECTOR,
)  # fmt: skip
DEPUTES = (  # who says that somebody of her teams is away
    Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.CHAIRS_MANAGER, Role.DIRECTOR,
)  # fmt: skip

Key = tuple[Act, Role, Relation | None]
ASKS = "You are not working with this child. Give a reason to open the record."
ASKS_EVEN_SO = "Give a reason to open this part of the record."
BY_YOUR_ROLE = "The role includes this."


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the rules."""

    answer: Answer
    why: str
    is_of_restricted: bool = False  # holds of a restricted record too, without opening it


def _cells() -> Iterator[tuple[Key, Cell]]:
    for act, asking in BY_REASON.items():
        yield from (((act, role, None), Cell(Answer.ASK, ASKS)) for role in asking)
    for act, allowed in BY_ROLE.items():
        cell = Cell(Answer.YES, BY_YOUR_ROLE, is_of_restricted=act in LOOKED_AFTER)
        yield from (((act, role, None), cell) for role in allowed)
    for act, ties in BY_RELATION.items():
        yield from (((act, *tie), Cell(Answer.YES, WORKING_WITH[tie[1]])) for tie in ties)
    yield from _item_cells()


def _item_cells() -> Iterator[tuple[Key, Cell]]:
    heads, *rows = (line.split() for line in ITEMS.strip().splitlines())
    for item, *marks, reason in rows:
        for head, mark in zip(heads, marks, strict=False):
            for letter in mark.replace("-", ""):
                yield from _letter_cells(
                    Act(f"{item}:{LETTERS[letter.upper()]}"), head, letter, reason == "yes"
                )


def _letter_cells(act: Act, head: str, letter: str, by_reason: bool) -> Iterator[tuple[Key, Cell]]:
    for role, relation in COLUMNS[head]:
        why = ASKS_EVEN_SO if letter.islower() else WORKING_WITH[relation]
        yield (act, role, relation), Cell(Answer.ASK if letter.islower() else Answer.YES, why)
        if by_reason and letter.upper() == "R":
            yield (act, role, None), Cell(Answer.ASK, ASKS)


CELLS: Mapping[Key, Cell] = dict(_cells())
