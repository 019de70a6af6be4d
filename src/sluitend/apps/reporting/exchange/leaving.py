"""A project of an evaluation: what the standard has a place for, and beside it what only Sluitend knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, uuid5

from sluitend.apps.coding.models import Coding, Fragment, Memo
from sluitend.apps.coding.queries.blindness import settled_codings, settled_fragments
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.exchange import codebook, findings, originals, wordless
from sluitend.apps.reporting.exchange.chosen import exported, settled_memos
from sluitend.apps.reporting.exchange.groups import Groups
from sluitend.apps.reporting.exchange.links import Links
from sluitend.apps.reporting.exchange.people import VARIABLES, People
from sluitend.apps.reporting.exchange.rounds import Known, Rounds, moment
from sluitend.apps.reporting.exchange.staying import CODER, staying
from sluitend.apps.reporting.exchange.staying_about import tells_origin
from sluitend.apps.reporting.models import ExchangeKind, WordlessPassage
from sluitend.apps.sources.models import FORGOTTEN, Source, SourceVersion
from sluitend.formats.qdpx import model, sidecar
from sluitend.formats.qdpx import sources as written
from sluitend.formats.qdpx.losses import Loss

ORIGIN = "Sluitend"
_NAME = 100  # characters of a passage that stand as its name, as most tools have it
Progress = Callable[[int], None]


@dataclass
class Made:
    """What goes into the file."""

    project: model.Project
    files: dict[str, bytes]
    more: sidecar.Sidecar
    losses: list[Loss] = field(default_factory=list)


def made(
    evaluation: Evaluation,
    *,
    with_names: bool,
    opener: User | None = None,
    progress: Progress = lambda _percent: None,
) -> Made:
    """For a caller that has checked who asks. `opener`: who chose that originals go along, and opens each of them;
    `progress` hears percents.
    """
    return _Leaving(evaluation, with_names, opener).made(progress)


class _Leaving:
    def __init__(self, evaluation: Evaluation, with_names: bool, opener: User | None) -> None:
        self._evaluation = evaluation
        self._with_names = with_names
        self._versions = exported(evaluation, with_texts=True)
        self._originals = originals.opened(opener, self._versions.values()) if opener is not None else {}
        self._with_originals = opener is not None
        self._sources = [one.source for one in self._versions.values()]
        self._people = People(evaluation, self._sources)
        self._fragments = self._group_fragments()
        ids = [one.pk for some in self._fragments.values() for one in some]
        self._codings = self._group_codings(set(ids))
        self._memos = list(settled_memos(evaluation))
        self._wordless = wordless.gathered(self._versions, {one.pk for one in self._memos})
        self._by_wordless = {pk for row in self._wordless.rows for pk in _memos_of(row)}
        self._rounds = Rounds(evaluation, self._versions)
        self._named(ids)

    def _named(self, fragment_ids: list[int]) -> None:
        """GUIDs for everything."""
        kind, evaluation = ExchangeKind, self._evaluation
        empty = [row for passage in self._wordless.rows for row in passage.codings.all()]
        used = {row.code_id for some in self._codings.values() for row in some}
        used |= {wordless.code_of(row).pk for row in empty} | self._rounds.codes
        self._codes = codebook.exported(evaluation, used)
        self._code = guids.given(evaluation, kind.CODE, (one.pk for one in self._codes))
        self._source = guids.given(evaluation, kind.SOURCE, (one.pk for one in self._sources))
        self._selection = guids.given(evaluation, kind.SELECTION, fragment_ids)
        codings = (row.pk for some in self._codings.values() for row in some)
        self._coding = guids.given(evaluation, kind.CODING, codings)
        self._note = guids.given(evaluation, kind.NOTE, (one.pk for one in self._memos))
        self._empty = guids.given(evaluation, kind.WORDLESS, (one.pk for one in self._wordless.rows))
        self._on_empty = guids.given(evaluation, kind.WORDLESS_CODING, (one.pk for one in empty))
        self._beside, self._at_text = self._notes_of("fragment_id"), self._notes_of("source_id")
        self._case = guids.given(evaluation, kind.CASE, (one.pk for one in self._people.respondents))
        self._variable = {place: str(uuid5(NAMESPACE_URL, f"sluitend:{name}")) for place, name in enumerate(VARIABLES)}
        coders = {row.coder for some in self._codings.values() for row in some} | {one.author for one in self._memos}
        coders |= {row.coder for row in empty} | set(self._rounds.people().values())
        self._user = guids.given(evaluation, kind.USER, (user.pk for user in coders))
        self._users = sorted(coders, key=lambda user: self._user[user.pk])  # in an order that tells nothing of them

    def made(self, progress: Progress) -> Made:
        progress(10)
        files: dict[str, bytes] = {}
        texts = tuple(self._text(one, files) for one in self._versions.values())
        progress(60)
        sets = tuple(self._sets())
        groups = Groups(self._evaluation, self._sources, self._people)
        found = findings.gathered(self._evaluation, self._selection, self._spans())
        more = found.sidecar.model_copy(
            update={"codes": codebook.more(self._codes, self._code), **self._own(found, sets)}
        )
        project = model.Project(
            name=self._evaluation.title,
            origin=ORIGIN,
            created=moment(self._evaluation.created_at),
            users=tuple(self._written_users()),
            code_book=codebook.written(self._codes, self._code, self._notes_of("code_id")),
            variables=tuple(self._variables()),
            cases=tuple(self._cases()),
            sources=texts,
            notes=(*sorted(map(self._written_note, self._memos), key=_dated), *found.notes),
            links=(*found.links, *self._links(groups)),
            sets=(*sets, *groups.sets(self._code, self._source)),
        )
        progress(80)
        losses = staying(self._evaluation, with_names=self._with_names, with_originals=self._with_originals)
        return Made(project, files, more, losses)

    def _links(self, groups: Groups) -> list[model.Link]:
        """Those of other tools; our own are evidence."""
        guid = {
            "code": self._code,
            "source": self._source,
            "fragment": self._selection,
            "wordless": self._empty,
            "memo": self._note,
            "respondent": self._case,
            "group": guids.given(self._evaluation, ExchangeKind.GROUP, groups.ids),
        }
        return Links(self._evaluation, guid, self._sources, self._people, groups).written(guid)

    def _own(self, found: findings.Gathered, sets: Iterable[model.Set]) -> dict[str, object]:
        links = tuple(one.guid for one in found.links)
        own = {self._empty[row.pk]: self._note[row.memo_id] for row in self._wordless.rows}
        known = Known(self._source, self._code, self._coding, self._user)
        return {
            "sources": tuple(self._source_more()),
            "rounds": self._rounds.written(known),
            "links": links,
            "sets": tuple(one.guid for one in sets),
            "wordless": tuple(sidecar.WordlessMore(guid=guid, note=own[guid]) for guid in sorted(own)),
        }

    def _group_fragments(self) -> dict[int, list[Fragment]]:
        """By version; those without words, or in an older text, stay."""
        rows = settled_fragments(self._evaluation).filter(version__in=self._versions, withdrawn_at__isnull=True)
        found: dict[int, list[Fragment]] = defaultdict(list)
        for one in rows.order_by("version", "start", "end"):
            found[one.version_id].append(one)
        return found

    def _group_codings(self, fragment_ids: set[int]) -> dict[int, list[Coding]]:
        found: dict[int, list[Coding]] = defaultdict(list)
        for one in settled_codings(self._evaluation).select_related("coder").order_by("pk"):
            if one.fragment_id in fragment_ids:
                found[one.fragment_id].append(one)
        return found

    def _spans(self) -> dict[int, tuple[str, int, int]]:
        """Of each passage its source, and where it lies."""
        source = {pk: self._source[version.source_id] for pk, version in self._versions.items()}
        return {one.pk: (source[pk], one.start, one.end) for pk, some in self._fragments.items() for one in some}

    def _notes_of(self, name: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for one in self._memos:
            if (pk := getattr(one, name)) is not None and not (name == "source_id" and one.pk in self._by_wordless):
                found[pk].append(self._note[one.pk])
        return found

    def _written_users(self) -> Iterable[model.User]:
        for number, one in enumerate(self._users, start=1):
            yield model.User(guid=self._user[one.pk], name=self._name_of(one, number))

    def _name_of(self, user: User, number: int) -> str:
        return user.name if self._with_names else f"{CODER} {number}"

    def _text(self, version: SourceVersion, files: dict[str, bytes]) -> written.TextSource | written.PDFSource:
        """A PDF goes as the standard has it: its text is what it represents."""
        text = version.text or ""
        guid = self._source[version.source_id]
        files[f"{guid}.txt"] = text.encode()
        original = self._originals.get(version.source_id)
        if original is not None:
            files[f"{guid}.{original.suffix}"] = original.content
        source = self._plain_text(version, text, guid)
        if original is None:
            return source
        path = f"internal://{guid}.{original.suffix}"
        if original.suffix != "pdf":
            return replace(source, rich_path=path)
        inner = replace(source, guid=str(uuid5(NAMESPACE_URL, f"sluitend:text of {guid}")), notes=(), values=())
        return written.PDFSource(
            guid=guid, name=source.name, path=path, representation=(inner,), notes=source.notes, values=source.values
        )

    def _plain_text(self, version: SourceVersion, text: str, guid: str) -> written.TextSource:
        return written.TextSource(
            guid=guid,
            name=version.source.title,
            plain_path=f"internal://{guid}.txt",
            selections=(
                *(self._passage(one, text) for one in self._fragments.get(version.pk, ())),
                *map(self._without_words, self._in_order(version)),
            ),
            notes=tuple(sorted(self._at_text.get(version.source_id, ()))),
            values=tuple(self._values(self._people.of_source(version.source).values)),
        )

    def _passage(self, one: Fragment, text: str) -> written.TextSelection:
        rows = self._codings.get(one.pk, [])
        return written.TextSelection(
            guid=self._selection[one.pk],
            name=" ".join(text[one.start : one.end].split())[:_NAME],
            start=one.start,
            end=one.end,
            creator=self._user.get(one.created_by_id),
            created=moment(one.created_at),
            codings=tuple(sorted(map(self._written_coding, rows), key=_dated)),
            notes=tuple(sorted(self._beside.get(one.pk, ()))),
        )

    def _in_order(self, version: SourceVersion) -> list[wordless.Placed]:
        found = self._wordless.placed.get(version.pk, [])
        return sorted(found, key=lambda one: (one[1], one[2], self._empty[one[0].pk]))

    def _without_words(self, placed: wordless.Placed) -> written.TextSelection:
        one, start, end = placed
        codings = [
            written.Coding(
                guid=self._on_empty[row.pk],
                user=self._user[row.coder_id],
                created=moment(row.at),
                codes=(self._code[wordless.code_of(row).pk],),
            )
            for row in one.codings.all()
        ]
        return written.TextSelection(
            guid=self._empty[one.pk],
            start=start,
            end=end,
            creator=self._user.get(one.by_id),
            created=moment(one.at),
            codings=tuple(sorted(codings, key=_dated)),
            notes=tuple(sorted(self._note[pk] for pk in _memos_of(one) if pk in self._note)),
        )

    def _written_coding(self, row: Coding) -> written.Coding:
        return written.Coding(
            guid=self._coding[row.pk],
            user=self._user[row.coder_id],
            created=moment(row.created_at),
            codes=(self._code[row.code_id],),
        )

    def _written_note(self, one: Memo) -> written.TextSource:
        return written.TextSource(
            guid=self._note[one.pk],
            creator=self._user[one.author_id],
            created=moment(one.created_at),
            content=one.text,
        )

    def _variables(self) -> Iterable[model.Variable]:
        for place, name in enumerate(VARIABLES):
            yield model.Variable(guid=self._variable[place], name=name, type="Text")

    def _values(self, values: dict[str, str]) -> Iterable[written.Value]:
        for place, name in enumerate(VARIABLES):
            if name in values:
                yield written.Value(variables=(self._variable[place],), text=values[name])

    def _cases(self) -> Iterable[model.Case]:
        spoken: dict[int, list[str]] = defaultdict(list)
        for source in self._sources:
            for pk in sorted(self._people.spoken.get(source.pk, ())):
                spoken[pk].append(self._source[source.pk])
        for one in self._people.respondents:
            values = tuple(self._values(self._people.of_respondent(one).values))
            yield model.Case(guid=self._case[one.pk], name=str(one), values=values, sources=tuple(spoken[one.pk]))

    def _sets(self) -> list[model.Set]:
        """The perspectives, as far as they may be told: other tools group sources so."""
        members: dict[int, list[str]] = defaultdict(list)
        names: dict[int, str] = {}
        for one in self._sources:
            if one.perspective is not None and "Perspectief" in self._people.of_source(one).values:
                members[one.perspective.pk].append(self._source[one.pk])
                names[one.perspective.pk] = one.perspective.name
        guid = guids.given(self._evaluation, ExchangeKind.SET, members)
        return [model.Set(guid=guid[pk], name=names[pk], sources=tuple(some)) for pk, some in members.items()]

    def _source_more(self) -> Iterable[sidecar.SourceMore]:
        for version in self._versions.values():
            source = version.source
            yield sidecar.SourceMore(
                guid=self._source[source.pk],
                kind=source.kind,
                is_public=source.is_public,
                date=source.date.isoformat() if source.date else "",
                origin=source.origin if tells_origin(source) else "",
                blocks=tuple(tuple(block) for block in version.blocks),
                turns=tuple(tuple(turn) for turn in version.turns),
                speakers=tuple(self._speakers(source, version)),
            )

    def _speakers(self, source: Source, version: SourceVersion) -> Iterable[sidecar.SpeakerMore]:
        """Those whose label stands in this text; one that stayed sealed is of an older text."""
        rows = {one.pk: one for one in source.speakers.all()}
        for one in rows.values():
            into = rows.get(one.merged_into_id or 0)
            yield sidecar.SpeakerMore(
                number=one.number,
                label=one.label or FORGOTTEN,
                is_interviewer=one.is_interviewer,
                merged_into=into.number if into else None,
                respondent=self._case.get(one.respondent_id or 0),
            )


def _memos_of(one: WordlessPassage) -> set[int]:
    """Ids of the memos that stand beside its place, and so not beside the whole of its source."""
    return {one.memo_id, *(note.pk for note in one.notes.all())}


def _dated(one: written.Coding | written.TextSource) -> tuple[str, str]:
    return one.created or "", one.guid
