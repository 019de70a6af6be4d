"""In a group interview the attributes belong to who speaks, and every speaker is a voice."""

from __future__ import annotations

from sluitend.apps.coding import actions as coding
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.words import weakness
from sluitend.apps.people.models import User
from sluitend.apps.reporting.checker.rules.findings import WITHOUT_EVIDENCE
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.sources.models import Speaker
from tests.findings.conftest import MakeSource

SAID = ["Ik hoor er nooit iets van.", "Wij bellen altijd terug.", "Nog een keer: niemand belt.", "Waarom dan?"]
TEXT = "\n".join(SAID)


def spans() -> list[tuple[int, int]]:
    return [(TEXT.index(words), TEXT.index(words) + len(words)) for words in SAID]


def test_a_finding_counts_speakers_by_their_own_perspective(
    evaluation: Evaluation, leader: User, make_source: MakeSource
) -> None:
    parents, team = (
        Perspective.objects.create(evaluation=evaluation, name=name, order=order)
        for order, name in enumerate(("Ouders (fictief)", "Wijkteam (fictief)"))
    )
    version = make_source(1, TEXT, perspective=team)
    for number, (perspective, asks) in enumerate([(parents, False), (None, False), (None, True)]):
        Speaker.objects.create(
            source=version.source, number=number, label=f"R{number}", perspective=perspective, is_interviewer=asks
        )
    version.turns = [[start, end, who, None] for (start, end), who in zip(spans(), (0, 1, 0, 2), strict=True)]
    version.save()
    finding = actions.add_finding(actor=leader, evaluation=evaluation, title="Terugbellen (fictief)")
    for start, end in spans()[:3]:
        fragment = coding.ensure_fragment(actor=leader, version=version, start=start, end=end)
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment)

    line = queries.finding_line_for(leader, evaluation, finding.number)

    # Two fragments of one parent are one voice; the second speaker has the perspective of the source.
    assert _people(line, "perspective") == {"Ouders (fictief)": 1, "Wijkteam (fictief)": 1}
    assert [one.where for one in line.evidence] == [
        ("Ouders (fictief)",),
        ("Wijkteam (fictief)",),
        ("Ouders (fictief)",),
    ]


def test_a_source_without_speakers_is_one_voice(evaluation: Evaluation, leader: User, make_source: MakeSource) -> None:
    version = make_source(1, TEXT, level="executive")
    finding = actions.add_finding(actor=leader, evaluation=evaluation, title="Terugbellen (fictief)")
    for start, end in spans()[:2]:
        fragment = coding.ensure_fragment(actor=leader, version=version, start=start, end=end)
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment)

    line = queries.finding_line_for(leader, evaluation, finding.number)

    assert _people(line, "level") == {"bestuurlijk": 1}
    assert _people(line, "place") == {"": 1}


def test_a_source_in_which_only_the_interviewer_has_a_label_is_one_voice(
    evaluation: Evaluation, leader: User, make_source: MakeSource
) -> None:
    """As in the map of who was heard: what follows the questions was said by somebody."""
    version = make_source(1, TEXT, level="executive")
    Speaker.objects.create(source=version.source, number=0, label="Interviewer", is_interviewer=True)
    version.turns = [[*spans()[3], 0, None]]
    version.save()
    finding = actions.add_finding(actor=leader, evaluation=evaluation, title="Terugbellen (fictief)")
    for start, end in (spans()[0], spans()[3]):
        fragment = coding.ensure_fragment(actor=leader, version=version, start=start, end=end)
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment)

    line = queries.finding_line_for(leader, evaluation, finding.number)

    assert _people(line, "level") == {"bestuurlijk": 1}
    assert [len(one.voices) for one in line.evidence] == [1, 1]


def test_what_only_the_interviewer_says_is_no_support(
    evaluation: Evaluation, leader: User, make_source: MakeSource
) -> None:
    """In the list, on the page of the finding and in the checker alike; what others answer there is."""
    version = make_source(1, TEXT)
    for number, asks in enumerate((False, True)):
        Speaker.objects.create(source=version.source, number=number, label=f"R{number}", is_interviewer=asks)
    version.turns = [[start, end, who, None] for (start, end), who in zip(spans(), (0, 0, 0, 1), strict=True)]
    version.save()
    finding = actions.add_finding(actor=leader, evaluation=evaluation, title="Terugbellen (fictief)")
    asked, answered = (
        coding.ensure_fragment(actor=leader, version=version, start=start, end=end)
        for start, end in (spans()[3], spans()[0])
    )
    actions.link_evidence(actor=leader, finding=finding, fragment=asked)

    before = _support(leader, evaluation)
    found = World(leader, evaluation).found_by(WITHOUT_EVIDENCE)
    actions.link_evidence(actor=leader, finding=finding, fragment=answered, stance="nuances")
    after = _support(leader, evaluation)

    assert (before.supporting, before.sources, before.in_favour, before.voices) == (1, 1, 0, 0)
    assert weakness(before) == ("alleen de interviewer zegt het", "danger")
    assert [str(one.message) for one in found] == ["Alleen de interviewer zegt waar deze bevinding op rust."]
    assert (after.in_favour, after.voices) == (1, 1)


def _support(leader: User, evaluation: Evaluation) -> queries.Support:
    """The same figures on the page of the finding and in the list."""
    line, row = queries.finding_line_for(leader, evaluation, 1), queries.findings_for(leader, evaluation)[0]
    assert line.support == row.support
    assert len(line.sources) == line.support.in_favour
    return line.support


def _people(line: queries.FindingLine, attribute: str) -> dict[str, int]:
    return {row.name: row.in_favour.people for row in line.breakdown.rows[attribute] if row.in_favour}
