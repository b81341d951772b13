"""What is recorded on the way from a new worry to the end of a child protection plan."""

from keel.protection.authorising import DISCUSSIONS
from keel.protection.changing import CHANGING
from keel.protection.conferring import CONFERRING
from keel.protection.convening import CONVENING
from keel.protection.deciding import DECIDING
from keel.protection.enquiring import ENQUIRIES
from keel.protection.giving import REPORTING
from keel.protection.joining import JOINING
from keel.protection.meeting import MEETINGS
from keel.protection.moving import MOVING
from keel.protection.partners import PARTNERS
from keel.protection.planning import BEGIN
from keel.protection.preparing import PREPARING
from keel.protection.sections import SECTION_PAGES
from keel.protection.sending import SENDING
from keel.protection.sharing import SHARE
from keel.protection.signing import PUBLISH, SEND_BACK, SIGN, UNCHANGED
from keel.protection.visiting import VISIT, WRITE_UP

PLANS = (BEGIN, UNCHANGED, *SECTION_PAGES, PUBLISH, SIGN, SEND_BACK, SHARE)
CONFERENCES = (*CONVENING, *REPORTING, *PREPARING, *CONFERRING, *DECIDING, *SENDING, *MOVING, *CHANGING)
RECORDINGS = (*DISCUSSIONS, *ENQUIRIES, *CONFERENCES, VISIT, WRITE_UP, *MEETINGS, *PLANS, *JOINING, *PARTNERS)
