"""What is recorded about who works with a child."""

from keel.continuity.allocating import ALLOCATE
from keel.continuity.handing_over import HANDING_OVER
from keel.continuity.promising import PROMISING

RECORDINGS = (ALLOCATE, *HANDING_OVER, *PROMISING)
