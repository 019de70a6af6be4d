"""Texts of a file: each becomes a source with its original, sealed as any other until a person releases it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import AuditEvent
from sluitend.apps.reporting.actions.archive.forgotten import Forgotten
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.reporting.actions.exchange.tying import Ties
from sluitend.apps.reporting.models import ExchangeImport, ExchangeKind
from sluitend.apps.sources import attributes, seals, store
from sluitend.apps.sources.actions import change_source, publish_version
from sluitend.apps.sources.actions.reading import new_version
from sluitend.apps.sources.actions.speaking import add_speakers
from sluitend.apps.sources.models import (
    DestroyReason,
    Original,
    Source,
    SourceKind,
    SourceVersion,
    Speaker,
    VersionKind,
)
from sluitend.formats import sealed
from sluitend.formats.documents import Block, BlockKind, Turn
from sluitend.formats.qdpx.losses import Loss, loss
from sluitend.formats.qdpx.taken_parts import FORMER_PLACEHOLDER, PLACEHOLDER, Text
from sluitend.formats.transcripts import labels
from sluitend.work import vault

_PLACEHOLDERS = frozenset(hashlib.sha256(one.encode()).hexdigest() for one in (PLACEHOLDER, FORMER_PLACEHOLDER))
_LONGEST = 300  # characters of a title
_FILLED = "De tekst kwam alsnog mee met een uitwisselbestand."


@dataclass(frozen=True, slots=True)
class Coming:
    """A text on its way in, with its original on disk under a key of its own."""

    text: Text
    path: str
    wrapped_key: bytes
    sha256: str
    size: int

    @property
    def words(self) -> str:
        return PLACEHOLDER if self.text.words is None else self.text.words


@dataclass
class _Files:
    """Originals that no row speaks of go again."""

    paths: list[str] = field(default_factory=list)
    kept: bool = False

    def prepared(self, text: Text) -> Coming:
        """Slow, so before anything is held."""
        wrapped = vault.new_wrapped_key()
        words = PLACEHOLDER if text.words is None else text.words
        path = store.new_path(store.ORIGINALS)
        self.paths.append(path)
        with store.create(path) as file:
            sealer = sealed.Sealer(file, vault.unwrap(wrapped), seals.FILE)
            sealer.write(words.encode())
            info = sealer.finish()
            store.to_disk(file, path)
        return Coming(text, path, wrapped, info.sha256, info.size)

    def keep(self) -> None:
        """The transaction stands: only what no row took over goes."""
        known = set(Original.objects.filter(path__in=self.paths).values_list("path", flat=True))
        self.paths = [path for path in self.paths if path not in known]

    def drop(self) -> None:
        for path in self.paths:
            store.remove(path)


class Sources:
    """Puts texts into the evaluation, within the caller's transaction."""

    def __init__(
        self,
        imported: ExchangeImport,
        ties: Ties,
        more: Mapping[str, Any],
        cases: Mapping[str, Respondent],
        losses: list[Loss],
    ) -> None:
        self._imported, self._ties, self._cases, self._losses = imported, ties, cases, losses
        self._evaluation, self._actor = imported.evaluation, imported.by
        self._is_public = bool(imported.choices.get("is_public"))
        self._more = {one["guid"]: one for one in more.get("sources", ())}
        ids = guids.known(self._evaluation, ExchangeKind.SOURCE)
        rows = {one.pk: one for one in Source.objects.filter(evaluation=self._evaluation, pk__in=ids.values())}
        self._here = {guid: rows[pk] for guid, pk in ids.items() if pk in rows}
        self._withdrawn = _withdrawn(self._evaluation)
        self._prints = Prints(self._evaluation, ExchangeKind.SOURCE, losses)
        self.done: list[Loss] = []
        self.brought = 0  # with those that were only a placeholder until now

    @staticmethod
    @contextmanager
    def files() -> Iterator[_Files]:
        """Originals on disk, which go again when something fails."""
        made = _Files()
        try:
            yield made
        finally:
            made.drop()

    def put(self, coming: Coming, values: Mapping[str, Any]) -> SourceVersion | None:
        """The version that its passages are of; None when there is none to put them in."""
        if coming.text.words is not None and coming.sha256 in self._withdrawn:
            self._losses.append(loss("text_withdrawn", name=coming.text.name))
            return None
        here = self._here.get(coming.text.guid)
        version = self._again(here, coming) if here is not None else self._new(coming, values)
        if version is not None:
            self._ties.put(coming.text.guid, version)
            self._mend(version.source, coming.text, values, is_new=here is None)
        return version

    def _mend(self, source: Source, text: Text, values: Mapping[str, Any], *, is_new: bool) -> None:
        """Title and attributes as a newer file has them; what the file does not tell stays as it is here."""
        told = {"title": _title(text), **_plain(values, self._more.get(text.guid, {}))}
        told.pop("kind", None)
        name = f"{source}: {text.name}"
        differing = {} if is_new else self._prints.differing(text.guid, told, _now(source), "kept_source", name)
        mended = set(differing)
        if differing:
            title = str(differing.pop("title", _now(source)["title"]))
            now = {
                name: value for name, value in _now(source).items() if name in (*attributes.LINKS, *attributes.PLAIN)
            }
            change_source(
                actor=self._actor,
                source=source,
                title=title,
                attributes={**now, **differing},
                revision=source.revision,
                public_reason=source.public_reason,
            )
            source = Source.objects.select_related("evaluation").get(pk=source.pk)
            self.done.append(loss("mended_source", name=name))
        self._prints.note(text.guid, told, _now(source), None if is_new else mended)

    def finish(self) -> list[Loss]:
        """Keep what was said of each, for the next file; what was mended."""
        self._prints.save()
        return self.done

    def _again(self, source: Source, coming: Coming) -> SourceVersion | None:
        """A text that came in before; one that was a placeholder then gets its words."""
        if source.withdrawn_at is not None:
            self._losses.append(loss("text_withdrawn", name=coming.text.name))
            return None
        versions = source.versions.filter(destroyed_at__isnull=True).select_related("source__evaluation")
        found = versions.filter(text_sha256=coming.sha256).order_by("number").first()
        if found is not None or coming.text.words is None:
            return found
        first = versions.order_by("-number").first()
        is_empty = first is not None and first.text_sha256 in _PLACEHOLDERS
        # Words in what is public are readable by everybody at once: that was to be chosen for this file too.
        if not is_empty or (source.is_public and (not self._is_public or coming.text.turns)):
            self._losses.append(loss("text_other", name=coming.text.name, source=str(source)))
            return None
        self.brought += 1
        return publish_version(
            actor=self._actor,
            source=source,
            text=coming.words,
            blocks=[Block.from_json(one) for one in coming.text.blocks],
            kind=VersionKind.CORRECTED,
            reason=_FILLED,
            turns=[Turn.from_json(one) for one in coming.text.turns],
            labels=coming.text.speakers or None,
        )

    def _new(self, coming: Coming, values: Mapping[str, Any]) -> SourceVersion:
        text, more = coming.text, self._more.get(coming.text.guid, {})
        source = Source(evaluation=self._evaluation, wrapped_key=coming.wrapped_key, created_by=self._actor)
        attributes.apply(source, {"kind": self._kind(text, more), **_plain(values, more)})
        source.is_public = self._is_public and source.kind == SourceKind.DOCUMENT and not text.turns
        source.public_asked = self._is_public and not source.is_public
        title = _title(text)
        if len(" ".join(text.name.split())) > _LONGEST:
            self._losses.append(loss("name_cut", name=text.name))
        if source.is_public:
            source.title = title
        else:
            source.sealed_title = seals.seal_title(source, title)
        version = new_version(source, 1, coming.words, _blocks(text, more, coming.words), self._actor)
        source.number = next_number(self._evaluation.pk, Numbered.SOURCE)
        source.save()
        version.source = source
        version.turns = self._turns(source, text, more, coming.words)
        version.save()
        self._original(source, coming, title)
        guids.remember(self._evaluation, ExchangeKind.SOURCE, {text.guid: source.pk})
        told: dict[str, str | int | bool | None] = {
            "kind": source.kind,
            "is_public": source.is_public,
            "length": version.length,
        }
        self.brought += 1
        record(self._actor, "sources.source_added", source, evaluation=self._evaluation.pk, **told)
        return version

    def _kind(self, text: Text, more: Mapping[str, Any]) -> str:
        if more.get("kind") in SourceKind.values:
            return str(more["kind"])
        spoken = text.turns or self._ties.has(text.guid)
        return SourceKind.TRANSCRIPT if spoken and not self._is_public else SourceKind.DOCUMENT

    def _turns(self, source: Source, text: Text, more: Mapping[str, Any], words: str) -> list[list[Any]]:
        """Those that our own file tells, when they can be; else those that were recognised."""
        told = sorted(more.get("speakers", ()), key=lambda one: one["number"])
        places = {one["number"]: at for at, one in enumerate(told)}
        turns = [Turn(one[0], one[1], places.get(one[2], -1), one[3]) for one in more.get("turns", ())]
        if not more or not _in_order(turns, len(words)) or any(one.speaker < 0 for one in turns):
            rows = [{"is_interviewer": labels.asks(one)} for one in text.speakers]
            add_speakers(source, text.speakers, rows, readable=source.is_public)
            return text.turns
        known = [self._speaker(one) for one in told]
        add_speakers(source, [one["label"] or "…" for one in told], known, readable=source.is_public)
        self._merge(source, told, places)
        return [one.to_json() for one in turns]

    def _speaker(self, one: Mapping[str, Any]) -> dict[str, Any]:
        respondent = self._cases.get(one["respondent"] or "")
        if one["is_interviewer"] or respondent is None:
            return {"is_interviewer": one["is_interviewer"]}
        return {"respondent_id": respondent.pk}

    @staticmethod
    def _merge(source: Source, told: list[dict[str, Any]], places: Mapping[int, int]) -> None:
        """A label that is another one's as well; of a ring, which no file of ours holds, nothing is merged."""
        rows = {one.number: one for one in source.speakers.all()}
        into = {one["number"]: one["merged_into"] for one in told if one["merged_into"] in places}
        for number, other in into.items():
            seen, at = {number}, other
            while at in into and at not in seen:
                seen.add(at)
                at = into[at]
            if at not in seen:
                Speaker.objects.filter(pk=rows[places[number]].pk).update(merged_into=rows[places[other]])

    def _original(self, source: Source, coming: Coming, title: str) -> None:
        Original.objects.create(
            source=source,
            sha256=coming.sha256,
            size=coming.size,
            media_type="text/plain",
            sealed_filename=seals.seal_name(f"{title[:100]}.txt", coming.wrapped_key),
            path=coming.path,
        )


def _withdrawn(evaluation: Evaluation) -> frozenset[str]:
    """Hashes of what people withdrew, also where the team removed the source for them. What it removed for a reason of
    its own may come back.
    """
    forgotten = Forgotten.here()
    removed = AuditEvent.objects.filter(evaluation_id=evaluation.pk, action="sources.source_deleted")
    for_people = removed.filter(data__reason=DestroyReason.WITHDRAWN).values_list("data__number", flat=True)
    names = {f"{Numbered.SOURCE}{number}" for number in for_people}
    return forgotten.withdrawn | {sha256 for name, sha256 in forgotten.removed if name in names}


def _title(text: Text) -> str:
    return " ".join(text.name.split())[:_LONGEST] or "…"


def _now(source: Source) -> dict[str, Any]:
    """Its title and attributes, as a file tells them."""
    plain = {name: getattr(source, name) for name in attributes.PLAIN}
    plain |= {name: plain[name].isoformat() if plain[name] else "" for name in attributes.DATES}
    links = {name: getattr(source, f"{name}_id") for name in attributes.LINKS}
    return {"title": seals.title_of(source), **plain, **links}


def _plain(values: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: getattr(value, "pk", value) for name, value in values.items()}
    found |= {"origin": more["origin"]} if more.get("origin") else {}
    try:
        return found | ({"date": date.fromisoformat(more["date"]).isoformat()} if more.get("date") else {})
    except ValueError:
        return found


_KINDS = frozenset(kind.value for kind in BlockKind)  # before Python 3.12 an enum cannot be asked for a value


def _blocks(text: Text, more: Mapping[str, Any], words: str) -> list[list[Any]]:
    """Those that our own file tells, when they can be."""
    rows = [one for one in more.get("blocks", ()) if one[2] in _KINDS]
    blocks = [Block.from_json(list(one)) for one in rows]
    known = "blocks" in more and len(rows) == len(more["blocks"]) and _in_order(blocks, len(words))
    return [one.to_json() for one in blocks] if known else text.blocks


def _in_order(pieces: list[Block] | list[Turn], length: int) -> bool:
    ends = [0, *(one.end for one in pieces)]
    starts = [*(one.start for one in pieces), length]
    return all(one.start < one.end for one in pieces) and all(a <= b for a, b in zip(ends, starts, strict=True))
