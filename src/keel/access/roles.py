"""Roles as data, from the account on the shelf of who does, sees and approves what (domain/roles.md)."""

from enum import StrEnum, auto


class Role(StrEnum):
    """What a person does in the service; one person may hold several, each for a team or for the whole service."""

    SOCIAL_WORKER = auto()
    TEAM_MANAGER = auto()
    SERVICE_MANAGER = auto()
    HEAD_OF_SERVICE = auto()
    CONFERENCE_CHAIR = auto()
    CHAIRS_MANAGER = auto()
    QA_LEAD = auto()
    AUDITOR = auto()
    LAWYER = auto()
    BUSINESS_SUPPORT = auto()
    FRONT_DOOR_WORKER = auto()
    EMERGENCY_DUTY = auto()
    DATA_ANALYST = auto()
    INFORMATION_GOVERNANCE = auto()
    SYSTEM_ADMINISTRATOR = auto()
    DIRECTOR = auto()
    CHIEF_EXECUTIVE = auto()
    PARTNER = auto()

    @property
    def label(self) -> str:
        """The role in ordinary words."""
        return self.value.replace("_", " ").capitalize().replace("Qa", "QA")
