"""What lower rooms hand in, in ``AppConfig.ready()``: what is theirs of a respondent, and how it is destroyed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from sluitend.apps.people.models import User
from sluitend.web.registry import Reference, Text

if TYPE_CHECKING:
    from sluitend.apps.fieldwork.destruction import Destruction
    from sluitend.apps.fieldwork.models import Respondent

Withdrawn = Callable[["User | None", "Respondent | None", "Destruction"], None]
Removed = Callable[["User | None", "Destruction"], None]

# Each destroys what is its own, within the caller's transaction, and adds what it did to the destruction's lines.
# In the order of the rooms: sources tell in `destruction.texts` which texts go, lower rooms follow that. No respondent
# when a restored database is made to forget texts of somebody whom it does not know.
withdrawn: list[Withdrawn] = []

# Each hears that something of this evaluation was removed apart from any withdrawal, by the team or on its date, within
# the caller's transaction, and destroys what still holds it.
removed: list[Removed] = []

# Ids of respondents -> the sources in which they spoke, by id; a fixed number of queries.
spoke_in: list[Callable[[Collection[int]], Mapping[int, Sequence[Reference]]]] = []

# Id of a respondent -> what goes when he or she withdraws: each source, and whether it goes as a whole.
goes_with: list[Callable[[int], Sequence[tuple[Reference, bool]]]] = []

# Words for the kinds of lines of a destruction statement.
line_words: dict[str, Text] = {}


def what_goes_with(respondent_id: int) -> list[tuple[Reference, bool]]:
    """What goes when this respondent withdraws, over all rooms."""
    return [one for told in goes_with for one in told(respondent_id)]


def sources_of(respondent_ids: Collection[int]) -> dict[int, list[Reference]]:
    """Where these respondents spoke, over all rooms; somebody without any is not in it."""
    found: dict[int, list[Reference]] = {}
    for told in spoke_in:
        for respondent_id, sources in told(respondent_ids).items():
            found.setdefault(respondent_id, []).extend(sources)
    return found
