"""The table of faults. To add a fault, add a row to one of these modules."""

from __future__ import annotations

from tests.errors import credentials as keys
from tests.errors import network, refusals, responses
from tests.errors import proxies as ways
from tests.errors import tls as encryption
from tests.errors import unverified_tls as unchecked

SECTIONS = {
    "The network": network.FAULTS,
    "Error responses": refusals.FAULTS,
    "Invalid responses": responses.FAULTS,
    "HTTPS": encryption.FAULTS,
    "HTTPS without certificate verification": unchecked.FAULTS,
    "Proxies": ways.FAULTS,
    "Credentials": keys.FAULTS,
}
FAULTS = [fault for faults in SECTIONS.values() for fault in faults]
