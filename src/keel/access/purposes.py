"""Why a record may be opened by somebody who does not work with the child, and what a review may find."""

from enum import StrEnum


class Purpose(StrEnum):
    """The reasons to choose from; each is written out further in the opener's own words."""

    CONTACT = "contact"
    SAFEGUARDING = "safeguarding"
    COVER = "cover"
    TRANSFER = "transfer"
    FAMILY = "family"
    AUDIT = "audit"
    COMPLAINT = "complaint"
    INFORMATION = "information"
    DATA = "data"

    @property
    def label(self) -> str:
        """In the words of the page."""
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.CONTACT: "Somebody has contacted us about this child",
    Purpose.SAFEGUARDING: "I need to keep a child safe now",
    Purpose.COVER: "I am covering for a colleague",
    Purpose.TRANSFER: "The child is coming to my team",
    Purpose.FAMILY: "I work with another child of the family",
    Purpose.AUDIT: "I am auditing or checking the quality of the record",
    Purpose.COMPLAINT: "I am answering a complaint or a court",
    Purpose.INFORMATION: "I am answering a request for information",
    Purpose.DATA: "I am putting the data right",
}


class Outcome(StrEnum):
    """What whoever reviews an opening finds."""

    FITTING = "fitting"
    EXPLAINED = "explained"
    CONCERN = "concern"

    @property
    def label(self) -> str:
        """In the words of the page."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.FITTING: "The reason fits",
    Outcome.EXPLAINED: "The reason was unclear and has been explained",
    Outcome.CONCERN: "A concern, passed on",
}
