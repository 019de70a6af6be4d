"""Names out: what in a Dutch transcript may point at a person, as proposals for a person to decide on."""

from sluitend.engines.text.names.model import Detector, Entry, Found, FoundBy, Kind, Span
from sluitend.engines.text.names.proposing import Proposer, propose

__all__ = ["Detector", "Entry", "Found", "FoundBy", "Kind", "Proposer", "Span", "propose"]
