"""Who has which text open, as far as this web process knows: kept in memory, since it is worth nothing afterwards.

Sluitend serves from one web process (``sluitend.work.webserver``); after a restart the next round of questions fills
this again. With more processes each would know its own visitors, and nothing else would go wrong.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SEEN = 12.0  # seconds after the last question; the browser asks every three while the page is on the screen

Names = dict[int, str]


class Presence:
    """The names of the people in each text, by their ids."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._texts: dict[int, dict[int, tuple[str, float]]] = {}

    def enter(self, source_id: int, user_id: int, name: str) -> None:
        """This person has the text before them now."""
        with self._lock:
            self._texts.setdefault(source_id, {})[user_id] = (name, self._clock())

    def leave(self, source_id: int, user_id: int) -> None:
        """This person looks elsewhere."""
        with self._lock:
            self._texts.get(source_id, {}).pop(user_id, None)

    def others(self, source_id: int, user_id: int) -> list[str]:
        """The names of everybody else in the text, in their order."""
        oldest = self._clock() - SEEN
        with self._lock:
            here = {who: row for who, row in self._texts.get(source_id, {}).items() if row[1] >= oldest}
            if here:
                self._texts[source_id] = here
            else:
                self._texts.pop(source_id, None)
        return sorted(name for who, (name, _at) in here.items() if who != user_id)


presence = Presence()
