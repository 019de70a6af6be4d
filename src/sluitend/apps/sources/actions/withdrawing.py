"""A respondent withdraws: one who spoke alone takes the source along, one of many takes his or her own words.

In a conversation of many the words are made empty in every version, in their place (``blanking``), and the original
goes as a whole: nothing of what others said moves. A version in which nobody knows who said what goes as a whole too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sluitend.apps.fieldwork.destruction import Destruction, Line, Spans
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import open_identity
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources import attributes, seals, store
from sluitend.apps.sources.actions import removals
from sluitend.apps.sources.actions.destroying import empty_version
from sluitend.apps.sources.actions.reading import refuse_upload
from sluitend.apps.sources.blanking import blanked, spans_of
from sluitend.apps.sources.models import (
    FORGOTTEN,
    Ground,
    ListedName,
    NameKind,
    Original,
    Source,
    SourceVersion,
    Speaker,
    TextDestroyReason,
    Upload,
    UploadState,
)
from sluitend.apps.sources.withdrawal import goes_whole, numbers_of, sources_of_respondent
from sluitend.engines.text.names.replacing import key
from sluitend.formats.documents import Turn
from sluitend.formats.transcripts import labels

SOURCE, TEXT, TURNS, ORIGINAL = "sources.source", "sources.text", "sources.turns", "sources.original"
NAMES = "sources.names"
WITHDRAWN_FILE = "sources.withdrawn_file"


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done with one source. `versions` are (version, spans); no spans: its whole text."""

    source: Source
    whole: bool
    versions: tuple[tuple[SourceVersion, Spans], ...]
    speakers: frozenset[int] = frozenset()  # of whom the words go, by number, with the labels that are theirs as well


def destroy_what_was_said(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: texts, originals, keys, labels; tells lower rooms which texts went."""
    called = _called(respondent) if respondent is not None and destruction.scope is None else set()
    if destruction.replay is not None:
        _refuse_waiting(destruction.replay, destruction.evaluation_id)
        works = _replayed(destruction.evaluation_id, destruction.replay, respondent)
    else:
        assert respondent is not None  # only a replay may not know somebody
        works = _asked(respondent, destruction.scope)
    for work in works:
        _carry_out(actor, work, destruction)
    if destruction.replay is not None:
        _remove_again(destruction, destruction.replay)
    if respondent is not None and destruction.replay is None:
        _unlink(respondent, destruction.scope)
    if respondent is not None and destruction.scope is None:
        _forget_forms(respondent, called, destruction)


def _asked(respondent: Respondent, scope: frozenset[int] | None) -> list[_Work]:
    found = sources_of_respondent(respondent.pk)
    chosen = [source for source in found if scope is None or source.number in scope]
    # Held before they are read: a version that somebody adds meanwhile would keep the words.
    held = Source.objects.select_for_update().filter(pk__in=[source.pk for source in chosen]).order_by("number")
    return [_work(source, respondent) for source in held]


def _work(source: Source, respondent: Respondent) -> _Work:
    versions = list(source.versions.filter(destroyed_at__isnull=True))
    mine = numbers_of(source, respondent.pk)
    if goes_whole(source, respondent.pk):
        return _Work(source, True, tuple((version, ()) for version in versions))
    return _Work(source, False, tuple(_spoken(version, mine) for version in versions), mine)


def _spoken(version: SourceVersion, mine: frozenset[int]) -> tuple[SourceVersion, Spans]:
    """No spans, so the whole text, when it does not tell who says what, or has these words under another label."""
    turns = [Turn.from_json(turn) for turn in version.turns]
    return version, spans_of(_words(version), turns, mine)


def _words(version: SourceVersion) -> str:
    if version.sealed_text is None:
        return version.text or ""
    return seals.open_text(version.source, version.number, version.sealed_text)


def _replayed(evaluation_id: int, lines: tuple[Line, ...], respondent: Respondent | None) -> list[_Work]:
    """The same texts, known by their hashes, as far as this database has them; an older one may have fewer."""
    whole = {line.sha256 for line in lines if line.kind == SOURCE}
    spans = {line.sha256: line.spans for line in lines if line.kind in (TEXT, TURNS)}
    every = SourceVersion.objects.filter(source__evaluation=evaluation_id, source__withdrawn_at__isnull=True)
    rows = every.filter(destroyed_at__isnull=True)
    # A source is known by its first text, also when that was destroyed before the backup was made.
    gone = {one.source_id: one.source for one in every.filter(text_sha256__in=whole).select_related("source")}
    works = [_Work(source, True, tuple((one, ()) for one in rows.filter(source=pk))) for pk, source in gone.items()]
    hit = list(rows.filter(text_sha256__in=spans).exclude(source__in=gone).select_related("source").order_by("pk"))
    for source in {version.source_id: version.source for version in hit}.values():
        parts = tuple((one, spans[one.text_sha256]) for one in hit if one.source_id == source.pk)
        mine = numbers_of(source, respondent.pk) if respondent is not None else frozenset()
        works.append(_Work(source, False, parts, mine))
    return works


def _remove_again(destruction: Destruction, lines: tuple[Line, ...]) -> None:
    """What the team destroyed itself. Its words are not looked for elsewhere: they weren't then."""
    words = list(destruction.words)
    for source in removals.removed_sources(destruction.evaluation_id, lines):
        versions = source.versions.filter(destroyed_at__isnull=True)
        _carry_out(None, _Work(source, True, tuple((version, ()) for version in versions)), destruction)
    for version in removals.removed_texts(destruction.evaluation_id, lines):
        version.source.corrections.filter(version=version).delete()
        _destroy_text(None, version, (), destruction)
    for source in removals.removed_files(destruction.evaluation_id, lines):
        _destroy_original(source, destruction)
    destruction.words[:] = words


def _refuse_waiting(lines: tuple[Line, ...], evaluation_id: int) -> None:
    """A file that was withdrawn after the backup may wait to be read in it."""
    hashes = {line.sha256 for line in lines if line.kind == ORIGINAL}
    waits = [UploadState.WAITING, UploadState.READING, UploadState.MAPPING]
    busy = Upload.objects.filter(state__in=waits, evaluation=evaluation_id)
    for pk in busy.filter(sha256__in=hashes).values_list("pk", flat=True):
        refuse_upload(pk, WITHDRAWN_FILE, {})


def _carry_out(actor: User | None, work: _Work, destruction: Destruction) -> None:
    source = Source.objects.select_for_update(of=("self",)).get(pk=work.source.pk)
    if work.whole:
        first = source.versions.order_by("number").values_list("text_sha256", flat=True)[0]
        destruction.note(SOURCE, object=str(source), sha256=first)
    for version, spans in work.versions:
        _destroy_text(actor, version, spans, destruction)
    if not work.whole:
        _forget_speakers(source.speakers.filter(number__in=work.speakers))
        _note_destroyed_before(source, destruction)
    source.corrections.all().delete()
    _destroy_original(source, destruction)
    if work.whole:
        _empty_source(source)
    record(
        actor,
        "sources.withdrawn",
        source,
        evaluation=source.evaluation_id,
        whole=work.whole,
        versions=len(work.versions),
    )


def _note_destroyed_before(source: Source, destruction: Destruction) -> None:
    """Texts that the team destroyed earlier: a backup may be older than that, and then they go as a whole.

    Of a source that goes as a whole the line of the source says enough.
    """
    own = [TextDestroyReason.NAME_LEFT, TextDestroyReason.CORRECTED, TextDestroyReason.REMOVED]
    known = {line.sha256 for line in destruction.lines}
    for version in source.versions.filter(destroyed_reason__in=own).exclude(text_sha256__in=known):
        destruction.note(TEXT, object=f"{source}/{version.number}", sha256=version.text_sha256)


def _destroy_text(actor: User | None, version: SourceVersion, spans: Spans, destruction: Destruction) -> None:
    name = f"{version.source}/{version.number}"
    words = _words(version)
    destruction.texts[version.pk] = spans
    destruction.words += [words[start:end] for start, end in spans] if spans else [words]
    if not spans:
        destruction.note(TEXT, object=name, sha256=version.text_sha256)
        version.reason = ""
        version.name_proposals.all().delete()
        version.name_steps.all().delete()
        empty_version(actor, version, destruction.reason)
        return
    turns = {turn[0]: turn[2] for turn in version.turns}  # where they start: who speaks
    gone = [turns[start] for start, _end in spans if start in turns]
    destruction.note(TURNS, object=name, count=len(gone), sha256=version.text_sha256, spans=spans)
    _forget_speakers(version.source.speakers.filter(number__in=gone))
    _forget_proposals(version, spans)
    _blank(version, blanked(words, spans, turns.keys()))


def _forget_proposals(version: SourceVersion, spans: Spans) -> None:
    """Names that were found in these words: nothing is put in their place there, and no step brings them back."""
    rows = version.name_proposals.values_list("pk", "start", "end")
    touched = [pk for pk, first, last in rows if any(first < end and start < last for start, end in spans)]
    version.name_proposals.filter(pk__in=touched).delete()
    version.name_steps.all().delete()


def _blank(version: SourceVersion, text: str) -> None:
    version.text_sha256 = sha256(text.encode()).hexdigest()
    version.reason = ""  # somebody may have written there what was said
    if version.sealed_text is None:
        version.text = text
    else:
        version.sealed_text = seals.seal_text(version.source, version.number, text)
    version.save(update_fields=["text", "sealed_text", "text_sha256", "reason"])


def _destroy_original(source: Source, destruction: Destruction) -> None:
    """The file goes once the transaction stands; its key, when the source goes too, with the row."""
    original = Original.objects.filter(source=source, destroyed_at__isnull=True).first()
    if original is None:
        return
    destruction.note(ORIGINAL, object=str(source), sha256=original.sha256)
    transaction.on_commit(partial(store.remove, original.path))
    original.path, original.sealed_filename = "", b""
    original.destroyed_at, original.destroyed_reason = timezone.now(), destruction.reason
    original.save()


def _empty_source(source: Source) -> None:
    """Only number, kind and date of withdrawal are left; without the key nothing that was sealed with it opens."""
    for name in attributes.LINKS:
        setattr(source, f"{name}_id", None)
    source.level = source.origin = ""
    source.date = source.retain_until = None
    source.title, source.sealed_title, source.wrapped_key = "–", None, b""
    source.withdrawn_at = timezone.now()
    source.revision += 1
    source.save()
    Ground.objects.filter(source=source).delete()
    _forget_speakers(source.speakers.all())


def _forget_speakers(speakers: QuerySet[Speaker]) -> None:
    """Their turns, in what is left, are nobody's any more; who has them open in a form cannot save that over this."""
    speakers.update(
        revision=F("revision") + 1,
        label=FORGOTTEN,
        sealed_label=None,
        role="",
        respondent=None,
        perspective=None,
        level="",
        place=None,
        organisation=None,
    )


def _called(respondent: Respondent) -> set[tuple[str, ...]]:
    """By which words a list of names may know somebody: the name, and the labels in the texts."""
    rows = Speaker.objects.filter(respondent=respondent).select_related("source")
    found = [label for row in rows if not labels.is_known(label := seals.label_of(row, row.source))]
    return {key(words) for words in [open_identity(respondent).name, *found] if words.strip()}


def _forget_forms(respondent: Respondent, called: set[tuple[str, ...]], destruction: Destruction) -> None:
    """How the person was called, on the list of names to take out; the pseudonym stays, so that nobody else gets it.

    Also where the name was put on the list by hand or from a text, as nobody's in particular.
    """
    listed = ListedName.objects.filter(Q(respondent=respondent) | Q(respondent=None, kind=NameKind.PERSON))
    for entry in listed.filter(evaluation=respondent.evaluation_id).select_related("evaluation"):
        forms = seals.open_forms(entry.evaluation, entry.sealed_forms)
        if entry.respondent_id or called & {key(form) for form in forms}:
            entry.sealed_forms = seals.seal_forms(entry.evaluation, [])
            entry.revision += 1
            entry.save(update_fields=["sealed_forms", "revision"])
            destruction.note(NAMES)


def _unlink(respondent: Respondent, scope: frozenset[int] | None) -> None:
    """Of what this respondent withdrew, nothing points at him or her any more."""
    rows = Speaker.objects.filter(respondent=respondent)
    grounds = Ground.objects.filter(respondents=respondent)
    if scope is not None:
        rows, grounds = rows.filter(source__number__in=scope), grounds.filter(source__number__in=scope)
    _forget_speakers(rows)
    for ground in grounds:
        ground.respondents.remove(respondent)
