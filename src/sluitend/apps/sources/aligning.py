"""Comparing a text that is about to be read with the older ones, before anything is held: it may take seconds."""

from __future__ import annotations

from sluitend.apps.sources import hooks
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.engines.text.anchoring import Alignment, align


class Aligner:
    """Alignments that were made beforehand; what turns out to be missing or otherwise is made once, when asked for."""

    def __init__(self) -> None:
        self._made: dict[int, Alignment] = {}

    @classmethod
    def prepared(cls, source: Source, text: str) -> Aligner:
        """With those of the text that is read now, and of older ones on which something rests."""
        made = cls()
        rows = SourceVersion.objects.filter(source=source, text__isnull=False, destroyed_at__isnull=True)
        for place, version in enumerate(rows.only("pk", "text").order_by("-number")):
            if place == 0 or any(rests(version.pk) for rests in hooks.rests_on_version):
                made._made[version.pk] = align(version.text or "", text)
        return made

    def between(self, old: SourceVersion, new: SourceVersion) -> Alignment:
        """Where the older text went in the newer one, as both are now."""
        known = self._made.get(old.pk)
        if known is None or (known.old, known.new) != (old.text, new.text):
            known = self._made[old.pk] = align(old.text or "", new.text or "")
        return known
