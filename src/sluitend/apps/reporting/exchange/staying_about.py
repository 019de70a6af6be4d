"""What is known of sources and of who speaks in them that an export does not take along. For ``staying``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sluitend.apps.sources.grounds import is_from_persons
from sluitend.apps.sources.models import Source
from sluitend.formats.qdpx.losses import Loss, loss

_STAYS = ("origin", "method", "object_version", "retain_until", "public_reason")
_OF_SPEAKERS = ("role", "level", "perspective_id", "place_id", "organisation_id", "phase_id")


def of_sources(sources: Iterable[Source]) -> Iterator[Loss]:
    """By the names of fields alone: what stands in them may be about somebody."""
    fields: list[Any] = [Source._meta.get_field(name) for name in _STAYS]
    for one in sources:
        for field in fields:
            goes = field.name == "origin" and tells_origin(one)
            if getattr(one, field.attname) and not goes:
                yield loss("source_about", source=str(one), what=str(field.verbose_name))


def tells_origin(source: Source) -> bool:
    """Who published a document goes along; where a conversation was held may tell with whom."""
    return not is_from_persons(source)


def of_speakers(sources: Iterable[Source]) -> Iterator[Loss]:
    """How many speakers have something filled in of themselves, beside what is known of a respondent."""
    for one in sources:
        count = sum(any(getattr(row, name) for name in _OF_SPEAKERS) for row in one.speakers.all())
        if count:
            yield loss("speakers_about", source=str(one), count=count)
