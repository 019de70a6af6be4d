"""Respondents, consent, the start gate and the letter."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding import queries as coding_queries
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork import actions, ledger, letter, queries
from sluitend.apps.fieldwork.models import ConsentState, GateItem, GateItemState, GateKind, Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Role
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web.wording import sentence
from tests.fieldwork.conftest import ALONE, GROUP, NAME, AddSource, consent, label_of, release

pytestmark = pytest.mark.django_db


def told(attempt: Callable[[], object]) -> str:
    """The sentence that an attempt ends in."""
    with pytest.raises(InputError) as error:
        attempt()
    return sentence(error.value)


def test_a_name_stands_nowhere_readable(evaluation: Evaluation, researcher: User, respondent: Respondent) -> None:
    actions.open_identity(actor=researcher, respondent=respondent)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fieldwork_respondent")
        stored = repr(
            [[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor.fetchall()]
        )

    assert NAME not in stored
    assert NAME not in repr([(event.action, event.data) for event in AuditEvent.objects.all()])


def test_every_opening_of_a_name_is_recorded(leader: User, reader: User, respondent: Respondent) -> None:
    opened = actions.open_identity(actor=leader, respondent=respondent)

    event = AuditEvent.objects.get(action="fieldwork.identity_opened")
    assert (opened.name, event.actor_id, event.object_id) == (NAME, leader.pk, str(respondent.pk))
    assert actions.open_identities(actor=leader, evaluation=respondent.evaluation)[respondent.pk] == opened
    assert AuditEvent.objects.get(action="fieldwork.identities_opened").data == {"count": 1}
    with pytest.raises(NotAllowed):
        actions.open_identity(actor=reader, respondent=respondent)


def test_who_is_no_member_finds_nobody(outsider: User, respondent: Respondent) -> None:
    with pytest.raises(NotFound):
        queries.respondent_lines_for(outsider, respondent.evaluation)


def test_a_changed_name_gets_a_new_key(researcher: User, respondent: Respondent) -> None:
    before = bytes(respondent.wrapped_key)

    actions.change_identity(
        actor=researcher, respondent=respondent, revision=1, identity=Identity(name="Ander (fictief)")
    )

    respondent.refresh_from_db()
    assert bytes(respondent.wrapped_key) != before
    assert actions.open_identity(actor=researcher, respondent=respondent).name == "Ander (fictief)"
    late = lambda: actions.change_identity(actor=researcher, respondent=respondent, revision=1, identity=Identity())  # noqa: E731
    assert told(late).startswith("Iemand anders heeft dit gewijzigd")


def test_a_list_goes_in_whole_or_not_at_all(evaluation: Evaluation, researcher: User) -> None:
    add = lambda text: actions.add_respondents(actor=researcher, evaluation=evaluation, text=text)  # noqa: E731

    made = add("Anna (fictief); anna@voorbeeld.invalid; consulent\n\nBert (fictief)\nCato (fictief)\t\touder")

    assert [(one.label, one.function) for one in made] == [("R1", "consulent"), ("R2", ""), ("R3", "ouder")]
    assert actions.open_identity(actor=researcher, respondent=made[0]).email == "anna@voorbeeld.invalid"
    assert told(lambda: add("Dirk (fictief)\nEls; geen adres")) == (
        "Regel 2 is niet duidelijk. Schrijf een naam, een e-mailadres en een functie, gescheiden door puntkomma’s. "
        "Laat weg wat u niet weet. Er is niemand toegevoegd."
    )
    assert told(lambda: add(" \n")) == "De lijst is leeg. Schrijf op elke regel één persoon."
    assert told(lambda: add("x\n" * 501)).startswith("De lijst heeft 501 regels; er kunnen er 500 tegelijk bij.")
    assert evaluation.respondents.count() == 3


@pytest.mark.parametrize(
    ("age_group", "by_self", "by_parent", "said"),
    [
        ("adult", True, False, None),
        ("sixteen", True, False, None),
        ("sixteen", False, True, "Vanaf 16 jaar moet de persoon zelf toestemming geven."),
        ("twelve", True, True, None),
        ("twelve", True, False, "Van 12 tot en met 15 jaar moeten de jongere en een ouder of voogd allebei"),
        ("twelve", False, True, "Van 12 tot en met 15 jaar moeten de jongere en een ouder of voogd allebei"),
        ("child", False, True, None),
        ("child", True, False, "Voor een kind jonger dan 12 moet een ouder of voogd toestemming geven."),
    ],
)
def test_who_consents_depends_on_the_age(
    researcher: User, evaluation: Evaluation, age_group: str, by_self: bool, by_parent: bool, said: str | None
) -> None:
    young = actions.add_respondent(actor=researcher, evaluation=evaluation, age_group=age_group)
    given = {"by_self": by_self, "by_parent": by_parent}

    if said is None:
        record(researcher, young, **given)
        assert queries.consents_of([young.pk]) == {young.pk: ConsentState.VALID}
    else:
        assert told(lambda: record(researcher, young, **given)).startswith(said)


def record(user: User, respondent: Respondent, **more: Any) -> None:
    today = timezone.localdate()
    until = today + timedelta(days=9)
    values = {"purposes": ["evaluation"], "how": "signed", "given_on": today, "retain_until": until, "recording": True}
    actions.record_consent(actor=user, respondent=respondent, **{**values, **more})


def test_the_newest_consent_counts(researcher: User, respondent: Respondent) -> None:
    today = timezone.localdate()
    long_ago = {"given_on": today - timedelta(days=9), "retain_until": today - timedelta(days=1)}

    record(researcher, respondent, **long_ago)
    assert queries.consents_of([respondent.pk]) == {respondent.pk: ConsentState.EXPIRED}
    record(researcher, respondent, quoting=False)

    assert queries.consents_of([respondent.pk]) == {respondent.pk: ConsentState.VALID}
    assert queries.quoting_agreed([respondent.pk]) == {respondent.pk: False}
    assert respondent.consents.count() == 3


def test_a_consent_that_cannot_be_is_refused(researcher: User, respondent: Respondent) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = [
        ({"purposes": ["learning"]}, "Zonder toestemming voor deze evaluatie mag niets worden gebruikt."),
        ({"given_on": tomorrow}, "De datum van de toestemming ligt in de toekomst."),
        ({"retain_until": date(2000, 1, 1)}, "De bewaardatum ligt vóór de datum van de toestemming."),
    ]
    for change, said in refused:
        assert told(lambda change=change: record(researcher, respondent, **change)).startswith(said)


def test_an_age_that_turns_out_lower_takes_the_consent_away(researcher: User, respondent: Respondent) -> None:
    empty = dict.fromkeys(("perspective", "place", "organisation"))

    actions.change_respondent(
        actor=researcher, respondent=respondent, revision=1, function="", age_group="twelve", level="", **empty
    )

    assert queries.consents_of([respondent.pk]) == {respondent.pk: ConsentState.MISSING}


def test_every_line_of_the_gate_is_accounted_for(leader: User, researcher: User, evaluation: Evaluation) -> None:
    GateItem.objects.all().delete()
    state = queries.gate_state(evaluation)
    assert [(line.kind, line.member) for line in state.lines] == [
        *((kind, None) for kind in (GateKind.DPIA, GateKind.LEGAL_GROUND, GateKind.PROCESSOR, GateKind.ETHICS)),
        *((kind, user) for user in (researcher, leader) for kind in (GateKind.CONDUCT, GateKind.CONFIDENTIALITY)),
    ]
    assert len(state.open_items) == 8  # a reader reads nothing of it
    set_line = {"evaluation": evaluation, "kind": "dpia", "revision": 0}

    assert told(lambda: actions.set_gate_line(actor=leader, state="done", **set_line)) == (
        "Geef de datum en noem waar het bewijs te vinden is, of laat de regel open."
    )
    assert told(lambda: actions.set_gate_line(actor=leader, state="not_needed", **set_line)) == (
        "Schrijf waarom dit niet nodig is, of laat de regel open."
    )
    actions.set_gate_line(actor=leader, state="done", date=date(2026, 1, 2), reference="kluis 3", **set_line)
    with pytest.raises(InputError, match="changed_meanwhile"):
        actions.set_gate_line(actor=leader, state="open", **set_line)
    with pytest.raises(NotAllowed):
        actions.set_gate_line(actor=researcher, state="open", **set_line)
    assert len(queries.gate_state(evaluation).open_items) == 7
    assert queries.open_items_by_evaluation_for(leader, [evaluation]) == {evaluation.pk: 7}


def test_nothing_that_people_said_opens_through_a_closed_gate(
    leader: User,
    researcher: User,
    evaluation: Evaluation,
    make_user: Callable[..., User],
    alone: Source,
    add: AddSource,
) -> None:
    """A member who joins brings lines of the gate; what is coded already stays open, documents need no gate."""
    source, document = add("Nog een (fictief)."), add("Een notitie (fictief).", "notitie.txt", kind="document")
    sources.set_ground(actor=researcher, source=source, kind="other", reason="afspraak (fictief)")
    Membership.objects.create(evaluation=evaluation, user=make_user("nieuw"), role=Role.RESEARCHER)

    said = told(lambda: release(researcher, source))

    assert said == (
        f"{source} kan niet worden vrijgegeven: nog niet alle startvoorwaarden zijn geregeld (open: 2). "
        "De projectleider vult ze in bij Veldwerk."
    )
    release(researcher, document)
    assert alone.versions.get().released_at is not None
    assert source.versions.get().text is None


def test_without_ground_or_consent_nothing_opens(
    researcher: User, leader: User, evaluation: Evaluation, respondent: Respondent, add: AddSource
) -> None:
    source = add(ALONE)
    ground = {"actor": researcher, "source": source}
    assert "er is niet vastgelegd op welke grond" in told(lambda: release(researcher, source))
    assert told(lambda: sources.set_ground(kind="legal_task", **ground)) == (
        "Schrijf waarom deze grond geldt en waar dat is vastgelegd."
    )

    sources.set_ground(kind="consent", **ground)
    assert "er staat niet van wie" in told(lambda: release(researcher, source))

    other = actions.add_respondent(actor=researcher, evaluation=evaluation)
    sources.set_ground(kind="consent", respondents=[respondent, other], revision=1, **ground)
    assert "er is geen geldige toestemming van R2." in told(lambda: release(researcher, source))

    record(researcher, other, given_on=date(2020, 1, 1), retain_until=date(2020, 1, 2))
    assert "de bewaartermijn van R2 is voorbij" in told(lambda: release(researcher, source))

    record(researcher, other)
    release(researcher, source)
    assert source.versions.get().text is not None


def test_of_a_conversation_everybody_is_known(researcher: User, respondent: Respondent, add: AddSource) -> None:
    source = add(GROUP)
    sources.set_ground(actor=researcher, source=source, kind="consent")
    speaker = next(one for one in source.speakers.all() if label_of(one, source) == "Annelies")
    speaker.respondent = respondent
    speaker.save()

    assert "van sommige sprekers staat niet vast welke respondent het is (1)" in told(
        lambda: release(researcher, source)
    )


def test_who_does_not_want_to_be_quoted_is_not(researcher: User, respondent: Respondent, group: Source) -> None:
    """Of two in one conversation only the words of the one who refused stay inside."""
    consent(researcher, respondent, quoting=False)
    version = group.versions.get()
    fragments = {}
    for words in ("lege brievenbus", "belden elke week"):
        start = version.text.index(words)
        fragments[words] = coding.ensure_fragment(
            actor=researcher, version=version, start=start, end=start + len(words)
        )

    coding.release_quote(actor=researcher, fragment=fragments["belden elke week"])
    said = told(lambda: coding.release_quote(actor=researcher, fragment=fragments["lege brievenbus"]))

    assert said.startswith("Iemand die hier spreekt, wil niet worden geciteerd.")
    assert list(coding_queries.outward_quotes(list(fragments.values())).values()) == ["belden elke week"]
    # A no stays a no when the source is used on another ground, where nobody had to be asked.
    ground = group.ground
    sources.set_ground(actor=researcher, source=group, kind="legal_task", reason="taak", revision=ground.revision)
    refused = told(lambda: coding.release_quote(actor=researcher, fragment=fragments["lege brievenbus"]))
    assert refused.startswith("Iemand die hier spreekt, wil niet worden geciteerd.")


def test_a_letter_is_never_overwritten(researcher: User, evaluation: Evaluation) -> None:
    fields = letter.default_fields(evaluation)
    write = lambda text, seen: actions.write_letter(  # noqa: E731
        actor=researcher, evaluation=evaluation, text=text, fields=fields, seen=seen
    )

    write(letter.default_text(), 0)
    write("Kort, van {bureau}.", 1)

    assert [one.number for one in queries.letters_for(researcher, evaluation)] == [2, 1]
    assert told(lambda: write("Kort, van {bureau}.", 2)) == "De brief is niet veranderd. Pas de brief aan, of ga terug."
    with pytest.raises(InputError, match="changed_meanwhile"):
        write("Ander", 1)
    filled = letter.filled("Kort, van {bureau}. {onbekend}", fields)
    assert filled == "Kort, van [invullen: Wie het uitvoert]. {onbekend}"
    assert [str(one) for one in letter.missing("{bureau} {doel}", fields)] == ["Wie het uitvoert"]


def test_every_field_stands_in_the_default_letter() -> None:
    text = letter.default_text()

    assert [name for name in letter.FIELDS if f"{{{name}}}" not in text] == []
    assert letter.filled(text, dict.fromkeys(letter.FIELDS, "x")).count("{") == 0


def test_what_cannot_be_written_down_is_not_destroyed(
    leader: User, respondent: Respondent, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = Path(shutil.copytree(settings.KEYS, tmp_path / "keys", ignore=shutil.ignore_patterns(ledger.FILE)))
    (keys / ledger.FILE).mkdir()  # a folder where the file should be: nobody can write it, root neither
    monkeypatch.setattr(settings, "KEYS", keys)

    with pytest.raises(InputError, match="ledger_unwritable"):
        actions.withdraw(actor=leader, respondent=respondent, asked_on=timezone.localdate())

    assert Respondent.objects.get().emptied_at is None


def test_states_of_the_gate_match_the_database(evaluation: Evaluation) -> None:
    assert {line.state for line in queries.gate_state(evaluation).lines} == {GateItemState.NOT_NEEDED}


def test_a_longer_list_costs_no_more_queries(
    researcher: User, evaluation: Evaluation, respondent: Respondent, alone: Source
) -> None:
    def queries_of() -> int:
        with CaptureQueriesContext(connection) as seen:
            lines = queries.respondent_lines_for(researcher, evaluation)
        assert [str(one) for one in lines[0].sources] == ["S1"]
        return len(seen)

    few = queries_of()
    for _ in range(5):
        consent(researcher, actions.add_respondent(actor=researcher, evaluation=evaluation))

    assert queries_of() == few
