"""Cases that became respondents speak in the sources and passages that are theirs.

Where a text tells who speaks, the case is the speaker of its passages, the one whose label is its name, or the only one
who does not ask. Else it becomes a speaker of whom nobody knows which words are his or hers: who withdraws then takes
the whole text along, as for any such speaker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.sources import seals
from sluitend.apps.sources.grounds import respondents_in
from sluitend.apps.sources.models import Source, SourceVersion, Speaker
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import Taken
from sluitend.formats.transcripts import labels

Span = tuple[int, int]


@dataclass(slots=True)
class _Tie:
    """A case in one text; without spans it is known of the text as a whole."""

    name: str
    respondent: Respondent
    spans: list[Span] = field(default_factory=list)


class Ties:
    """Of one file; nothing of one of ours, which says itself who speaks."""

    def __init__(
        self, prints: Prints, taken: Taken, cases: Mapping[str, Respondent], losses: list[Loss], done: list[Loss]
    ) -> None:
        self._prints, self._losses, self._done = prints, losses, done
        self._of: dict[str, dict[str, _Tie]] = defaultdict(dict)
        if taken.sidecar is not None:
            return
        places = {one.guid: (text.guid, (one.start, one.end)) for text in taken.sources for one in text.passages}
        for case in taken.cases:
            if case["guid"] in cases:
                self._gather(case, cases[case["guid"]], places)

    def _gather(self, case: Mapping[str, Any], who: Respondent, places: Mapping[str, tuple[str, Span]]) -> None:
        for guid in case["sources"]:
            self._of[guid].setdefault(case["guid"], _Tie(case["name"] or "?", who))
        for text, span in (places[one] for one in case.get("selections", ()) if one in places):
            self._of[text].setdefault(case["guid"], _Tie(case["name"] or "?", who)).spans.append(span)

    def has(self, text: str) -> bool:
        """Whether somebody speaks in the text with this GUID."""
        return bool(self._of.get(text))

    def put(self, text: str, version: SourceVersion) -> None:
        """Within the caller's transaction."""
        source = version.source
        for case, tie in self._of.get(text, {}).items():
            if source.is_public:
                self._losses.append(loss("case_public", respondent=str(tie.respondent), source=str(source)))
            elif self._is_new(case, text) and tie.respondent.pk not in respondents_in([source.pk]).get(source.pk, ()):
                self._tie(tie, version, is_alone=len(self._of[text]) == 1)
                self._done.append(loss("case_speaks", respondent=str(tie.respondent), source=str(source)))

    def _is_new(self, case: str, text: str) -> bool:
        """Who was taken out of a text here does not come back in it with the next file."""
        field = f"speaks {text}"
        before = self._prints.has(case, field)
        self._prints.note(case, {field: "yes"}, {field: "yes"})
        return not before

    def finish(self) -> None:
        """Keep what was said, for the next file."""
        self._prints.save()

    @staticmethod
    def _tie(tie: _Tie, version: SourceVersion, *, is_alone: bool) -> None:
        rows = list(version.source.speakers.filter(merged_into=None))
        row = _speaker(tie, version, [one for one in rows if _is_free(one)], is_alone=is_alone)
        if row is None:
            number = max((one.number for one in version.source.speakers.all()), default=-1) + 1
            label = seals.seal_label(version.source, str(tie.respondent))
            row = Speaker(source=version.source, number=number, sealed_label=label)
        row.respondent = tie.respondent
        row.revision += 1
        row.save()


def _is_free(row: Speaker) -> bool:
    return row.respondent_id is None and not row.is_interviewer


def _speaker(tie: _Tie, version: SourceVersion, free: list[Speaker], *, is_alone: bool) -> Speaker | None:
    source: Source = version.source
    spoken = {turn[2] for turn in version.turns if any(turn[0] < end and start < turn[1] for start, end in tie.spans)}
    said = [one for one in free if one.number in spoken]
    if len(spoken) == 1 and said:
        return said[0]
    called = [one for one in free if labels.key(seals.label_of(one, source)) == labels.key(tie.name)]
    if len(called) == 1:
        return called[0]
    return free[0] if is_alone and len(free) == 1 else None
