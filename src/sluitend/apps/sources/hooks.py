"""What lower rooms tell this one, registered in their ``AppConfig.ready()``; nothing here when they are absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.web.registry import Reference, Text

# (ids of sources) -> {id of a source: number of codings in it}; a fixed number of queries, whatever the length.
coding_counts: list[Callable[[list[int]], Mapping[int, int]]] = []

# (user, evaluation, number of the source) -> what rests on it, for walking the chain downwards.
rests_on: list[Callable[[User, Evaluation, str], Iterable[Reference]]] = []

# Label and URL name (arguments: evaluation id, source number) of what can be done with a released source.
text_actions: list[tuple[Text, str]] = []

# A corrected text can be read, in the place of the older one: called in the same transaction, with both texts readable.
# Of a sealed text that is at its release. Each room takes along what is its own, and says what it could not.
version_published: list[Callable[[User, SourceVersion, SourceVersion], None]] = []

# (id of a version) -> how many objects rest on its text, so that it cannot be destroyed yet.
rests_on_version: list[Callable[[int], int]] = []

# The text of a version is about to be destroyed, and nothing rests on it: what quotes it goes too.
version_destroyed: list[Callable[[SourceVersion], None]] = []


def codings_in(source_ids: list[int]) -> dict[int, int]:
    """Codings by source, over all rooms that count them."""
    total: dict[int, int] = {}
    for count in coding_counts:
        for source, codings in count(source_ids).items():
            total[source] = total.get(source, 0) + codings
    return total
