"""Who speaks: speakers come with a text, and a person says who they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from sluitend.apps.design.access import require
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import attributes, seals
from sluitend.apps.sources.models import Source, Speaker
from sluitend.errors import InputError
from sluitend.formats.documents import Turn
from sluitend.formats.transcripts import labels as words

# Names of fields of a speaker, links with _id, and their values.
Row = Mapping[str, Any]

_LINKS = ("perspective", "place", "organisation")
_FIELDS = ("role", "is_interviewer", "level", "respondent_id", *(f"{name}_id" for name in _LINKS), "merged_into_id")


def with_speakers(source: Source, turns: Iterable[Turn], found: Sequence[str], *, readable: bool) -> list[Turn]:
    """The turns of a text that was read, counted as the source counts its speakers; new labels become speakers.

    `found` are the labels that the turns count from 0. A label that the source knows keeps its speaker. Within the
    caller's transaction.
    """
    known = {words.key(seals.label_of(row, source)): row.number for row in source.speakers.all()}
    following = (source.speakers.aggregate(last=Max("number"))["last"] or 0) + 1 if known else 0
    new = list({words.key(label): label for label in found if words.key(label) not in known}.values())
    rows = [_speaker(source, following + place, label, readable=readable) for place, label in enumerate(new)]
    Speaker.objects.bulk_create(rows)
    known |= {words.key(label): row.number for label, row in zip(new, rows, strict=True)}
    numbers = [known[words.key(label)] for label in found]
    return [replace(turn, speaker=numbers[turn.speaker]) for turn in turns]


def add_speakers(source: Source, labels: Sequence[str], rows: Sequence[Row], *, readable: bool) -> None:
    """The speakers of a table of answers, numbered from 0, with what is known of each; in the caller's transaction."""
    seal = seals.label_sealer(source)
    Speaker.objects.bulk_create(
        (
            Speaker(
                source=source,
                number=number,
                label=label[:120] if readable else "",
                sealed_label=None if readable else seal(label[:120]),
                **row,
            )
            for number, (label, row) in enumerate(zip(labels, rows, strict=True))
        ),
        batch_size=1000,
    )


def _speaker(source: Source, number: int, label: str, *, readable: bool) -> Speaker:
    row = Speaker(source=source, number=number, is_interviewer=words.asks(label))
    _set_label(row, source, label, readable=readable)
    return row


def _set_label(row: Speaker, source: Source, label: str, *, readable: bool) -> None:
    label = label[:120]
    row.label, row.sealed_label = (label, None) if readable else ("", seals.seal_label(source, label))


def relabel_speakers(source: Source, given: Mapping[int, str], *, readable: bool = False) -> None:
    """Give speakers (by number) another label, such as a pseudonym; sealed unless the text with it is released.

    Within the caller's transaction: the caller has asked permission and writes the audit row.
    """
    rows = list(source.speakers.filter(number__in=given))
    for row in rows:
        _set_label(row, source, given[row.number], readable=readable)
    # Of ten thousand, an insert that meets its own rows is ten times as quick as ``bulk_update``.
    Speaker.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=["label", "sealed_label"]
    )


def make_labels_readable(source: Source, numbers: Collection[int]) -> None:
    """Open the seals of these labels for good, when a text with them is released; in the caller's transaction.

    Labels that stand in older texts alone, such as a name before it was replaced, stay sealed.
    """
    opened = seals.label_opener(source)
    sealed = [row for row in source.speakers.filter(sealed_label__isnull=False) if row.number in numbers]
    relabel_speakers(source, {row.number: opened(row) for row in sealed}, readable=True)


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """What somebody says of one speaker, over the revision that was shown; links as objects or ids, or None."""

    revision: int
    role: str = ""
    is_interviewer: bool = False
    same_as: int | None = None  # number of the speaker whose label this is as well
    respondent: Any = None
    perspective: Any = None
    level: str = ""
    place: Any = None
    organisation: Any = None


def change_speakers(*, actor: User, source: Source, changes: Mapping[int, SpeakerChange]) -> list[Speaker]:
    """Say who is who, for these speakers (by number) at once: all of it, or nothing.

    Raises NotFound, NotAllowed, InputError("sources.speakers_changed", "sources.unknown_value",
    "sources.interviewer_is_no_respondent", "sources.speaker_in_a_circle").
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        rows = {row.number: row for row in source.speakers.select_for_update()}
        changed = [row for number, change in changes.items() if (row := _changed(source, rows, number, change))]
        _refuse_circles(rows)
        if changed:
            Speaker.objects.bulk_update(changed, [*_FIELDS, "revision"])
            record(
                actor,
                "sources.speakers_changed",
                source,
                evaluation=source.evaluation_id,
                count=len(changed),
                merged=sum(row.merged_into_id is not None for row in changed),
            )
    return changed


def _changed(source: Source, rows: Mapping[int, Speaker], number: int, change: SpeakerChange) -> Speaker | None:
    """The speaker with the change, unsaved; None when nothing is different."""
    row = rows.get(number)
    if row is None or row.revision != change.revision:
        raise InputError("sources.speakers_changed")
    before = [getattr(row, name) for name in _FIELDS]
    _apply(source, rows, row, change)
    if before == [getattr(row, name) for name in _FIELDS]:
        return None
    row.revision += 1
    return row


def _apply(source: Source, rows: Mapping[int, Speaker], row: Speaker, change: SpeakerChange) -> None:
    if change.is_interviewer and change.respondent is not None:
        raise InputError("sources.interviewer_is_no_respondent", label=seals.label_of(row, source))
    links = {name: getattr(change, name) for name in _LINKS}
    plain = attributes.checked(source.evaluation, {**links, "level": change.level})
    row.role, row.is_interviewer = change.role.strip(), change.is_interviewer
    row.level = plain.get("level", "")
    for name in _LINKS:
        setattr(row, f"{name}_id", plain.get(name))
    row.respondent_id = _respondent(source, change.respondent)
    if change.same_as is not None and change.same_as not in rows:
        raise InputError("sources.unknown_value", name="same_as")
    row.merged_into = rows[change.same_as] if change.same_as is not None else None


def _respondent(source: Source, given: Any) -> int | None:
    """The id of a respondent of this evaluation."""
    if given is None:
        return None
    identifier = given.pk if isinstance(given, Respondent) else given
    if not source.evaluation.respondents.filter(pk=identifier).exists():
        raise InputError("sources.unknown_value", name="respondent")
    return int(identifier)


def _refuse_circles(rows: Mapping[int, Speaker]) -> None:
    """Who is another one must in the end be somebody."""
    by_id = {row.pk: row for row in rows.values()}
    for row in rows.values():
        met, here = {row.pk}, row
        while here.merged_into_id is not None:
            here = by_id[here.merged_into_id]
            if here.pk in met:
                raise InputError("sources.speaker_in_a_circle")
            met.add(here.pk)
