"""What goes out comes back as it was: through files, a limited process and the database of another evaluation."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Coding, Memo
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.actions import add_respondent
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import asking
from sluitend.apps.reporting.exchange import leaving
from sluitend.apps.reporting.models import ExchangeEnd, ExchangeGroup, ExchangeLink, WordlessPassage
from sluitend.apps.sources.actions import publish_version, release_version
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.formats import qdpx
from sluitend.formats.documents import Block, BlockKind, clean
from sluitend.formats.qdpx import sidecar
from sluitend.work import vault
from tests.clearing import give_ground
from tests.reporting.exchange.conftest import REAL, Chain, brought_in, exported, needs_real, new_evaluation, taken_in
from tests.reporting.exchange.test_arriving import CODE, project

pytestmark = pytest.mark.django_db

HARD = "aé\u0065\u0301🙂👩\u200d👧\n\t <&>\"']]>\u00a0ﬁ\ud55cZ"  # joined, combining, beyond 16 bits
TEXTS = st.text(st.sampled_from(HARD), min_size=3, max_size=60).map(clean.characters).filter(str.strip)


Linked = tuple[int, int, str, str, str]
LINKS = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.integers(0, 99),
        st.text(HARD, max_size=20).map(lambda words: " ".join(clean.characters(words).split())),
        st.sampled_from(("", "Associative", "OneWay", "Bidirectional")),
        st.sampled_from(("", "#abc", "#0F6b73")),
    ),
    max_size=6,
)
Coded = tuple[str, list[tuple[int, int, int]], list[Block], list[tuple[int, int, int]]]


@st.composite
def coded_texts(draw: st.DrawFn) -> list[Coded]:
    """Texts with overlapping spans, each with the place of its code, with the blocks that a document has, and with
    spans that hold no words: places between characters, and white space.
    """
    found = []
    for text in draw(st.lists(TEXTS, min_size=1, max_size=3)):
        places = st.integers(0, len(text))
        spans = draw(st.lists(st.tuples(places, places, st.integers(0, 3)), max_size=5))
        kept = [(a, b, code) for a, b, code in spans if a < b and not text[a:b].isspace()]
        empty = [(a, b, code) for a, b, code in spans if a == b or text[a:b].isspace()]
        cuts = sorted(draw(st.sets(places, max_size=4)))
        blocks = [Block(a, b, draw(st.sampled_from(BlockKind))) for a, b in pairwise(cuts)]
        found.append((text, kept, blocks, empty))
    return found


def released(evaluation: Evaluation, by: User, number: int, text: str, blocks: Sequence[Block] = ()) -> SourceVersion:
    source = Source.objects.create(
        evaluation=evaluation,
        number=number,
        title=f"Tekst {number} (fictief)",
        wrapped_key=vault.new_wrapped_key(),
        created_by=by,
    )
    return SourceVersion.objects.create(
        source=source,
        number=1,
        text=text,
        blocks=[one.to_json() for one in blocks],
        length=len(text),
        text_sha256=sha256(text.encode()).hexdigest(),
        created_by=by,
        released_at=source.created_at,
        released_by=by,
        release_ground="no_personal_data",
    )


def same(made: leaving.Made) -> tuple[object, ...]:
    """What has to come back: everything but the name of the evaluation."""
    return replace(made.project, name="", created=None), made.files, made.more


@given(coded_texts(), LINKS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_hard_texts_overlapping_passages_and_links_come_back(
    leader: User, in_process: None, texts: list[Coded], links: list[Linked]
) -> None:
    evaluation, other = new_evaluation(leader, "Bron (fictief)"), new_evaluation(leader)
    top = coding.add_code(
        actor=leader, evaluation=evaluation, name="Keten e\u0301", definition="Wat\r\nhe\u0301", include="x"
    )
    codes = [top, *(coding.add_code(actor=leader, evaluation=evaluation, name=name, parent=top) for name in "ab")]
    codes.append(coding.add_code(actor=leader, evaluation=evaluation, name="Keten é › a"))  # one path with another
    for number, (text, spans, blocks, empty) in enumerate(texts, start=1):
        version = released(evaluation, leader, number, text, blocks)
        for start, end, code in spans:
            made = coding.apply_code(actor=leader, version=version, start=start, end=end, code=codes[code])
            if code == 0:
                coding.write_memo(actor=leader, about=made.fragment, text="Waar\u006f\u0301m? 🙂\r\nWie dan")
        coding.write_memo(actor=leader, about=version.source, text="Over het geheel")
        for start, end, code in empty:
            put_without_words(leader, version, (start, end), codes[code])
    put_links(evaluation, links)

    content = exported(leader, evaluation)
    imported = brought_in(leader, other, content, is_clean=True)

    assert imported.state == "done"
    before = leaving.made(evaluation, with_names=False)
    assert len(before.project.links) == len(links)
    assert same(leaving.made(other, with_names=False)) == same(before)


def put_links(evaluation: Evaluation, links: list[Linked]) -> None:
    """Between any two of the things that are there, also a thing and itself."""
    group = ExchangeGroup.objects.create(evaluation=evaluation, name="Thema (fictief)")
    group.codes.set(evaluation.codes.all()[:1])
    rows: dict[str, Iterable[Model]] = {
        "code": evaluation.codes.all(),
        "source": Source.objects.filter(evaluation=evaluation),
        "fragment": evaluation.fragments.all(),
        "wordless": WordlessPassage.objects.filter(version__source__evaluation=evaluation),
        "memo": evaluation.memos.all(),
        "group": [group],
    }
    things = [{name: one} for name, some in rows.items() for one in some]
    notes = list(evaluation.memos.all())
    for origin, target, name, direction, colour in links:
        ends = [
            ExchangeEnd.objects.get_or_create(evaluation=evaluation, **things[at % len(things)])[0]
            for at in (origin, target)
        ]
        said = {"name": name, "direction": direction, "colour": colour}
        made = ExchangeLink.objects.create(evaluation=evaluation, origin=ends[0], target=ends[1], **said)
        made.notes.set(notes[: origin % 2])


def put_without_words(leader: User, version: SourceVersion, span: tuple[int, int], code: Code) -> WordlessPassage:
    """As it stands here after an import: its memo, another note, and a code."""
    own, note = (coding.write_memo(actor=leader, about=version.source, text=text) for text in ("[…] hier 🙂", "Stil?"))
    made = WordlessPassage.objects.create(
        version=version, start=span[0], end=span[1], memo=own, by=leader, at=version.created_at
    )
    made.notes.add(note)
    made.codings.create(code=code, coder=leader, at=version.created_at)
    return made


def test_a_passage_without_words_of_another_tool_goes_back_to_it(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_clean=True)

    made = leaving.made(empty, with_names=False)

    (source,) = made.project.sources
    (found,) = (one for one in source.selections if one.start == one.end)  # type: ignore[union-attr]
    assert (found.guid, found.start) == ("10000000-0000-0000-0000-000000000002", 4)  # type: ignore[union-attr]
    assert [(one.guid, one.codes) for one in found.codings] == [("20000000-0000-0000-0000-000000000002", (CODE,))]
    words = {one.guid: one.content for one in made.project.notes}
    assert [words[guid] for guid in found.notes] == ["[4–4] Overig"]
    assert not set(source.notes) & set(found.notes)


def test_a_passage_without_words_moves_with_a_corrected_text(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_clean=True)
    source = Source.objects.get(evaluation=empty)
    text = "Vooraf. " + (source.versions.get().text or "")
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    version = publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")
    if version.released_at is None:
        release_version(actor=leader, version=version, ground="no_personal_data")

    (made,) = leaving.made(empty, with_names=False).project.sources

    assert [one.start for one in made.selections if one.start == one.end] == [12]  # type: ignore[union-attr]


def test_who_deletes_its_memo_deletes_a_passage_without_words(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_clean=True)

    Memo.objects.get(evaluation=empty, text__startswith="[4–4]").delete()

    (made,) = leaving.made(empty, with_names=False).project.sources
    assert [one for one in made.selections if one.start == one.end] == []  # type: ignore[union-attr]


@pytest.fixture
def full(chain: Chain, leader: User) -> Chain:
    """The chain with people, codes, memos and a judgement."""
    evaluation = chain.evaluation
    people = [evaluation.perspectives.create(name=name) for name in ("ouders (fictief)", "wijkteam (fictief)")]
    Source.objects.filter(evaluation=evaluation, number=3).update(perspective=people[0], date="2026-01-05")
    paper = Source.objects.exclude(kind="transcript").filter(evaluation=evaluation).order_by("number")[0]
    Source.objects.filter(pk=paper.pk).update(origin="Gemeente Voorbeeld (fictief), 2025")
    for _number in range(3):
        add_respondent(actor=leader, evaluation=evaluation, perspective=people[1], function="consulent")
    add_respondent(actor=leader, evaluation=evaluation, perspective=people[0], level="executive")
    above = coding.add_code(actor=leader, evaluation=evaluation, name="regie", exclude="niet bij vragen")
    below = coding.add_code(actor=leader, evaluation=evaluation, name="boven", parent=above)
    for code in (above, below):
        version = chain.secret.version
        coding.apply_code(actor=leader, version=version, start=chain.secret.start, end=chain.secret.end, code=code)
    coding.write_memo(actor=leader, about=above, text="Wie belt?")
    return chain


def test_an_evaluation_comes_back_with_findings_once_its_texts_are_released(
    full: Chain, leader: User, empty: Evaluation
) -> None:
    content = exported(leader, full.evaluation)

    brought_in(leader, empty, content, is_clean=True, with_cases=True)

    assert Coding.objects.filter(fragment__evaluation=empty).count() == 0  # transcripts wait for their ground
    assert Finding.objects.get(evaluation=empty).title == full.finding.title
    assert EvidenceLink.objects.filter(finding__evaluation=empty).count() == 1  # that of the public document
    for source in Source.objects.filter(evaluation=empty, versions__released_at=None):
        release(leader, source)
    assert Coding.objects.filter(fragment__evaluation=empty).count() == 2
    links = EvidenceLink.objects.filter(finding__evaluation=empty)
    assert sorted(links.values_list("stance", flat=True)) == ["contradicts", "nuances", "supports", "supports"]
    conclusion, advice = Conclusion.objects.get(evaluation=empty), Recommendation.objects.get(evaluation=empty)
    assert (conclusion.text, advice.title) == (full.conclusion.text, full.recommendation.title)
    assert list(advice.conclusions.all()) == [conclusion]
    assert list(conclusion.findings.all()) == [Finding.objects.get(evaluation=empty)]
    assert Memo.objects.get(evaluation=empty).text == "Wie belt?"


def release(leader: User, source: Source) -> None:
    from sluitend.apps.sources.actions import release_version

    give_ground(source)
    release_version(actor=leader, version=source.versions.get(), ground="no_personal_data")


def test_a_whole_round_leaves_nothing_otherwise(full: Chain, leader: User, empty: Evaluation) -> None:
    content = exported(leader, full.evaluation)
    brought_in(leader, empty, content, is_clean=True, with_cases=True)
    for source in Source.objects.filter(evaluation=empty, versions__released_at=None):
        release(leader, source)

    before, after = (leaving.made(one, with_names=False) for one in (full.evaluation, empty))

    assert without_variables(after) == without_variables(before)


def without_variables(made: leaving.Made) -> tuple[object, ...]:
    """Of variables and groups the names come back: there is one of each name in an evaluation."""
    _project, files, _more = same(made)
    names = {one.guid: one.name for one in made.project.variables}
    values = [[(names[value.variables[0]], value.text) for value in one.values] for one in made.project.sources]
    cases = [
        (one.guid, [(names[value.variables[0]], value.text) for value in one.values]) for one in made.project.cases
    ]
    sets = [(one.name, one.sources) for one in made.project.sets]
    sources = tuple(replace(one, values=()) for one in made.project.sources)
    bare = replace(made.project, name="", created=None, variables=(), cases=(), sets=(), sources=sources, links=())
    links = sorted((one.name, one.origin, one.target) for one in made.project.links)
    # That a text is public is what a person states where it comes in: no file is believed in that.
    closed = tuple(one.model_copy(update={"is_public": False}) for one in made.more.sources)
    told = made.more.model_copy(update={"sets": (), "links": (), "sources": closed}).model_dump()
    return bare, files, *told.values(), values, cases, sets, links


def test_a_second_import_of_the_same_file_changes_nothing(full: Chain, leader: User, empty: Evaluation) -> None:
    content = exported(leader, full.evaluation)
    brought_in(leader, empty, content, is_public=True, with_cases=True)

    def counts() -> list[int]:
        kinds = (Source, Code, Finding, Conclusion, Recommendation, Memo)
        rows = [kind._default_manager.filter(evaluation=empty).count() for kind in kinds]
        return [*rows, Coding.objects.filter(fragment__evaluation=empty).count(), empty.respondents.count()]

    before = counts()
    again = brought_in(leader, empty, content, is_public=True, with_cases=True)

    assert again.state == "done"
    assert counts() == before
    assert before[0] == 4


def test_bringing_a_file_back_where_it_was_made_changes_nothing(full: Chain, leader: User) -> None:
    before = leaving.made(full.evaluation, with_names=False)

    brought_in(leader, full.evaluation, exported(leader, full.evaluation), with_cases=True)

    assert same(leaving.made(full.evaluation, with_names=False)) == same(before)


@needs_real
def test_an_export_follows_the_schema_of_the_standard(full: Chain, leader: User) -> None:
    content = exported(leader, full.evaluation)

    with zipfile.ZipFile(BytesIO(content)) as archive:
        etree.XMLSchema(etree.parse(REAL / "Project.xsd")).assertValid(etree.fromstring(archive.read("project.qde")))
    book = asking.code_book(actor=leader, evaluation=full.evaluation)
    etree.XMLSchema(etree.parse(REAL / "Codebook.xsd")).assertValid(etree.fromstring(book))


def test_the_file_lists_what_did_not_go_along(full: Chain, leader: User, tmp_path: Path) -> None:
    Source.objects.filter(evaluation=full.evaluation, number=2).update(withdrawn_at=full.finding.created_at)
    path = tmp_path / "p.qdpx"
    path.write_bytes(exported(leader, full.evaluation))

    found = qdpx.read(path)

    listed = found.beside[sidecar.LOSSES].decode()
    assert "- S2: nog niet vrijgegeven, of ingetrokken." in listed
    assert "- R4: perspectief, niveau, plaats of organisatie, omdat te weinig mensen die delen." in listed
    assert "S3" not in listed
    assert [user.name for user in found.users] == ["Codeur 1"]
    assert leader.name.encode() not in path.read_bytes()


def test_who_brings_a_file_in_sees_what_its_export_left_behind(
    full: Chain, leader: User, empty: Evaluation, client: Client
) -> None:
    Source.objects.filter(evaluation=full.evaluation, number=2).update(withdrawn_at=full.finding.created_at)
    made = taken_in(leader, empty, exported(leader, full.evaluation))
    client.force_login(leader)

    page = client.get(reverse("reporting:imported", args=[empty.pk, made.pk])).content.decode()

    assert "<li" in page.split("Wat niet in dit bestand staat")[1]
    assert "S2: nog niet vrijgegeven, of ingetrokken." in page.split("Wat niet in dit bestand staat")[1]


def test_a_list_from_elsewhere_is_shown_within_bounds() -> None:
    hostile = b"- \xff<b>\x00x\n\n" + b"niets\n- " + b"y" * 5_000 + b"\n" + b"- z\n" * 3_000

    found = sidecar.listed(hostile)

    assert found[0] == "\ufffd<b>x"
    assert (len(found[1]), len(found)) == (400, 2_000)
