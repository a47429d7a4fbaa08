"""The table of faults: a new one is one row in one of these."""

from __future__ import annotations

from faults import answers, encryption, keys, network, refusals, unchecked, ways

SECTIONS = {
    "The network": network.FAULTS,
    "Error responses": refusals.FAULTS,
    "Invalid responses": answers.FAULTS,
    "HTTPS": encryption.FAULTS,
    "HTTPS without certificate verification": unchecked.FAULTS,
    "Proxies": ways.FAULTS,
    "Credentials": keys.FAULTS,
}
FAULTS = [fault for faults in SECTIONS.values() for fault in faults]
