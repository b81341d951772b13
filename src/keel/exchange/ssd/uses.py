"""Every table that events are read from, in the order in which it is read."""

from keel.exchange.ssd.declaration import Use
from keel.exchange.ssd.mapping_care import CARE, WORKERS
from keel.exchange.ssd.mapping_front_door import FRONT_DOOR
from keel.exchange.ssd.mapping_protection import PROTECTION

USES: tuple[Use, ...] = (*FRONT_DOOR, *PROTECTION, *WORKERS, *CARE)
