"""What is recorded from the first word about a child to a finished assessment."""

from keel.front_door.assessing import WRITE
from keel.front_door.authorising import LOOK, PASS, SEND
from keel.front_door.contacts import CONTACT
from keel.front_door.correcting import CORRECTING
from keel.front_door.deciding import DECIDE, TELL
from keel.front_door.pregnancies import PREGNANCY, UPDATE
from keel.front_door.private_fostering import ASSESS, END, NOTIFY, REPORT, SEND_BACK, SUITABILITY, VISIT
from keel.front_door.referrals import CLOSE
from keel.front_door.starting import BEFORE_BIRTH, START

RECORDINGS = (
    CONTACT, DECIDE, TELL, START, CLOSE, WRITE, SEND, LOOK, PASS, PREGNANCY, UPDATE, BEFORE_BIRTH, NOTIFY, VISIT,
    REPORT, ASSESS, SUITABILITY, SEND_BACK, END, *CORRECTING,
)  # fmt: skip
