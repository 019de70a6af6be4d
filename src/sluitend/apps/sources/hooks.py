"""What lower rooms tell this one, registered in their ``AppConfig.ready()``; nothing here when they are absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.engines.text.anchoring import Alignment
from sluitend.web.registry import Reference, Text

if TYPE_CHECKING:
    from sluitend.apps.sources.aligning import Aligner

# (ids of sources) -> {id of a source: number of codings in it}; a fixed number of queries, whatever the length.
coding_counts: list[Callable[[list[int]], Mapping[int, int]]] = []

# (user, evaluation, number of the source) -> what rests on it, for walking the chain downwards.
rests_on: list[Callable[[User, Evaluation, str], Iterable[Reference]]] = []

# Label and URL name (arguments: evaluation id, source number) of what can be done with a released source.
text_actions: list[tuple[Text, str]] = []

# A corrected text can be read, in the place of the older one: called in the same transaction, with both texts readable.
# Of a sealed text that is at its release. Each room takes along what is its own, and says what it could not.
# The last argument knows the alignment of two texts, made before anything was held.
version_published: list[Callable[[User, SourceVersion, SourceVersion, Aligner], None]] = []

# A text may be read and coded from now on, also when it is the first of its source: in the same transaction, behind
# what came along from an older one. What waited for that comes with it.
version_released: list[Callable[[User, SourceVersion], None]] = []

# (version, comparison of its text with a corrected one) -> how many objects would go along, and how many would not.
would_go_along: list[Callable[[SourceVersion, Alignment], tuple[int, int]]] = []

# What lower rooms have to say on the page of a source, to the team: a sentence and the address of what can be done.
notices: list[Callable[[Source], tuple[str, str] | None]] = []

# A public document turned out not to be one, in the same transaction: what was shown of it outside the team is not.
turned_confidential: list[Callable[[User, Source], None]] = []

# (id of a version) -> how many objects rest on its text, so that it cannot be destroyed yet.
rests_on_version: list[Callable[[int], int]] = []

# The text of a version is about to be destroyed, and nothing rests on it: what quotes it goes too.
version_destroyed: list[Callable[[SourceVersion], None]] = []

# A source is about to be deleted with its texts, in the same transaction: what was counted of them goes too.
deleting: list[Callable[[User, Source], None]] = []


def codings_in(source_ids: list[int]) -> dict[int, int]:
    """Codings by source, over all rooms that count them."""
    total: dict[int, int] = {}
    for count in coding_counts:
        for source, codings in count(source_ids).items():
            total[source] = total.get(source, 0) + codings
    return total


def foretold(version: SourceVersion, alignment: Alignment) -> tuple[int, int]:
    """How many objects would go along to a corrected text, and how many would not, over all rooms."""
    told = [tell(version, alignment) for tell in would_go_along]
    return sum(moved for moved, _left in told), sum(left for _moved, left in told)


def notices_of(source: Source) -> list[tuple[str, str]]:
    """What lower rooms have to say on the page of a source."""
    return [notice for tell in notices if (notice := tell(source))]
