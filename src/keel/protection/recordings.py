"""What is recorded on the way from a new worry to the end of a child protection plan."""

from keel.protection.authorising import DISCUSSIONS
from keel.protection.changing import CHANGING
from keel.protection.conference_or_not import CONFERENCE_OR_NOT
from keel.protection.conferring import CONFERRING
from keel.protection.convening import CONVENING
from keel.protection.correcting import CORRECTING
from keel.protection.correcting_conferences import CORRECTING as CORRECTING_CONFERENCES
from keel.protection.deciding import DECIDING
from keel.protection.enquiring import ENQUIRIES
from keel.protection.giving import REPORTING
from keel.protection.in_need import HELP_WITHOUT_PLAN
from keel.protection.joining import JOINING
from keel.protection.meeting import MEETINGS
from keel.protection.moving import MOVING
from keel.protection.partners import PARTNERS
from keel.protection.planning import BEGIN, BEGIN_FROM_CORE_GROUP
from keel.protection.preparing import PREPARING
from keel.protection.sections import SECTION_PAGES
from keel.protection.sending import SENDING
from keel.protection.sharing import SHARE
from keel.protection.signing import PUBLISH, SEND_BACK, SIGN, UNCHANGED
from keel.protection.visiting import VISIT
from keel.protection.writing_up import WRITE_UP, WRITE_UP_IN_NEED

VISITS = (VISIT, WRITE_UP, WRITE_UP_IN_NEED)
PLANS = (BEGIN, BEGIN_FROM_CORE_GROUP, UNCHANGED, *SECTION_PAGES, PUBLISH, SIGN, SEND_BACK, SHARE)
CONFERENCES = (*CONVENING, *REPORTING, *PREPARING, *CONFERRING, *DECIDING, *SENDING, *MOVING)
WITHOUT_CONFERENCE = (*CHANGING, *HELP_WITHOUT_PLAN, *CORRECTING, *CORRECTING_CONFERENCES)
RECORDINGS = (
    *DISCUSSIONS, *ENQUIRIES, CONFERENCE_OR_NOT, *CONFERENCES, *VISITS, *MEETINGS, *PLANS, *JOINING, *PARTNERS,
    *WITHOUT_CONFERENCE,
)  # fmt: skip
