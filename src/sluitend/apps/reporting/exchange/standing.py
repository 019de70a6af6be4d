"""Why a passage does not go along: its text is not released, is an older one or is coded blind, or its words went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.blindness import blind_sources
from sluitend.apps.design.models import Evaluation
from sluitend.apps.sources.models import SourceVersion

BLIND: Final = "blind"
WHY: Final[Mapping[str, str | Promise]] = {
    "withdrawn": _("its words were withdrawn"),
    "unreleased": _("its text is not released yet, or withdrawn"),
    BLIND: _("its text is coded blind in an open round"),
    "older": _("it lies in an older text, and waits to be placed"),
    "merged": _("this code became another one, of which the same was decided"),
}


class Standing:
    """Of one evaluation, with the texts that go along by id."""

    def __init__(self, evaluation: Evaluation, versions: Mapping[int, SourceVersion]) -> None:
        self._versions = versions
        self._going = {one.source_id for one in versions.values()}
        self.blind = set(blind_sources().values_list("version__source", flat=True))
        rows = Fragment.objects.filter(evaluation=evaluation, withdrawn_at__isnull=False)
        self._withdrawn = set(rows.values_list("version", "start", "end"))

    def why(self, version: SourceVersion, start: int, end: int) -> str:
        """A key of ``WHY``; empty where it goes along."""
        if version.source_id not in self._going:
            return "unreleased"
        if version.source_id in self.blind:
            return BLIND
        if (version.pk, start, end) in self._withdrawn:
            return "withdrawn"
        return "" if version.pk in self._versions else "older"
