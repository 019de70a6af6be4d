"""Names out: what in a Dutch transcript may point at a person, as proposals for a person to decide on.

`proposing` looks for them; it is not loaded here, since its patterns take a sixth of a second and few processes look.
"""

from sluitend.engines.text.names.model import Detector, Entry, Found, FoundBy, Kind, Span

__all__ = ["Detector", "Entry", "Found", "FoundBy", "Kind", "Span"]
