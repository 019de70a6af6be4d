"""Tables and charts that fill themselves: what stands in them for the team, and what for anybody."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import actions as design
from sluitend.apps.design.actions.agreements import Agreed
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import EvidenceLink
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.reporting import building, queries
from sluitend.apps.reporting.building.figures import KINDS
from sluitend.apps.reporting.building.figures_counted import _pooled
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.queries.gather import gather
from sluitend.apps.sources.models import Source
from sluitend.formats import report
from tests.reporting.conftest import Chain, MakeFragment

MAY = date(2026, 5, 1)


def shown(user: User, chain: Chain, markdown: str, audience: Audience | None = None) -> str:
    """The text as it stands in the report, without tags."""
    material = queries.material_for(user, chain.evaluation, audience, unsaved=markdown)
    made = report.to_html(building.assemble_section(material, markdown).blocks)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", made)))


def voices(chain: Chain, leader: User, make_fragment: MakeFragment, name: str, people: int) -> None:
    """So many interviews from one perspective that support the finding."""
    perspective = Perspective.objects.create(evaluation=chain.evaluation, name=name)
    first = Source.objects.filter(evaluation=chain.evaluation).count() + 1
    made = [make_fragment(f"Ook {name} {number} zegt het.", number) for number in range(first, first + people)]
    Source.objects.filter(number__in=range(first, first + people)).update(perspective=perspective)
    for fragment in made:
        findings.link_evidence(actor=leader, finding=chain.finding, fragment=fragment, stance="supports")


def test_support_is_told_in_figures_to_the_team_and_in_words_to_others(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    voices(chain, leader, make_fragment, "Ouders", 3)
    voices(chain, leader, make_fragment, "Scholen", 2)

    team = shown(leader, chain, "{{tabel steun}}")
    anybody = shown(leader, chain, "{{tabel steun}}", Audience.PUBLIC)

    assert "Bevinding Ouders Scholen" in team
    assert "3 (0)" in team
    assert "2 (0)" in team
    assert "Bevinding Ouders" in anybody
    assert "de meeste" in anybody
    assert "Scholen" not in anybody
    assert "(0)" not in anybody


def test_one_is_told_as_one(chain: Chain, leader: User) -> None:
    for link in EvidenceLink.objects.exclude(fragment=chain.secret):
        findings.unlink_evidence(actor=leader, link=link)
    Source.objects.filter(number=1).update(
        perspective=Perspective.objects.create(evaluation=chain.evaluation, name="Ouders"),
        organisation=Organisation.objects.create(name="Hulp (fictief)", kind="other"),
    )
    Respondent.objects.create(evaluation=chain.evaluation, number=1, created_by=leader)

    told = shown(leader, chain, "{{tabel steun}}\n\n{{tabel respondenten}}")

    assert "n = 1 persoon van 1 organisatie." in told
    assert "n = 1 persoon. Iedereen telt" in told


def test_one_question_has_its_own_findings(chain: Chain, leader: User, make_fragment: MakeFragment) -> None:
    voices(chain, leader, make_fragment, "Ouders", 3)
    findings.add_finding(actor=leader, evaluation=chain.evaluation, title="Zonder vraag.", questions=[])

    everything, one = shown(leader, chain, "{{tabel zekerheid}}"), shown(leader, chain, "{{tabel zekerheid V1}}")

    assert "n = 2 bevindingen" in everything
    assert "n = 1 bevinding." in one
    assert "(V1)" in shown(leader, chain, "{{tabel steun V1}}")


def test_a_chart_has_its_words_and_its_table(chain: Chain, leader: User, make_fragment: MakeFragment) -> None:
    voices(chain, leader, make_fragment, "Ouders", 3)
    text = "\n\n".join(f"{{{{grafiek {name}}}}}" for name in KINDS)
    material = queries.material_for(leader, chain.evaluation, unsaved=text)

    draft = building.assemble_section(material, text)
    page = report.to_html(draft.blocks)

    assert draft.lost == []
    assert page.count("<svg role=") >= 4
    assert page.count(", als tabel</caption>") == page.count("s-drawn") >= 4
    assert "Transcript" in page or "transcript" in page
    assert "style=" not in page


@pytest.mark.parametrize("text", ["{{tabel onzin}}", "{{grafiek steun V99}}", "{{tabel bronnen V1}}", "{{tabel}}"])
def test_a_figure_that_is_not_there_is_told(chain: Chain, leader: User, text: str) -> None:
    chain.write(leader, text)

    outline = queries.outline_for(leader, chain.evaluation)

    assert [str(one) for _line, one in outline.lost] == [text]
    assert len(building.assemble(outline.material).lost) == 1


def test_how_far_a_perspective_came_is_told_by_question(
    chain: Chain, leader: User, make_fragment: MakeFragment
) -> None:
    voices(chain, leader, make_fragment, "Ouders", 3)
    voices(chain, leader, make_fragment, "Scholen", 1)

    team, anybody = (shown(leader, chain, "{{tabel dekking}}", one) for one in (None, Audience.PUBLIC))

    assert "in een bevinding, 3 gehoord" in team
    assert "in een bevinding, 1 gehoord" in team
    assert "in een bevinding, 3 gehoord" in anybody
    assert "te weinig mensen om te tonen" in anybody


def test_what_was_withdrawn_is_counted_nowhere(chain: Chain, leader: User, make_fragment: MakeFragment) -> None:
    voices(chain, leader, make_fragment, "Ouders", 4)
    text = "{{tabel bronnen}}\n\n{{tabel steun}}\n\n{{tabel dekking}}"
    before = shown(leader, chain, text, Audience.PUBLIC)
    gone = Source.objects.get(evaluation=chain.evaluation, number=8)
    Fragment.objects.filter(version__source=gone).update(withdrawn_at=timezone.now())
    gone.withdrawn_at, gone.title = timezone.now(), "–"
    gone.save()

    after = shown(leader, chain, text, Audience.PUBLIC)

    assert (before.count("n = 8 bronnen"), before.count("bevinding op basis van 8 bronnen")) == (2, 1)
    assert (after.count("n = 7 bronnen"), after.count("bevinding op basis van 7 bronnen")) == (2, 1)
    assert "Transcript 6" in before
    assert "Transcript 5" in after


def test_too_few_people_is_another_thing_than_nothing(chain: Chain, leader: User, evaluation: Evaluation) -> None:
    text, few = "{{tabel steun}}\n\n{{tabel respondenten}}", "Te weinig mensen om te tonen."
    nobody = shown(leader, chain, text, Audience.PUBLIC)
    Respondent.objects.create(evaluation=evaluation, number=1, created_by=leader)
    Source.objects.filter(number=1).update(perspective=Perspective.objects.create(evaluation=evaluation, name="Ouders"))
    some = shown(leader, chain, text, Audience.PUBLIC)
    EvidenceLink.objects.all().delete()
    unsaid = shown(leader, chain, text, Audience.PUBLIC)

    assert (nobody.count(few), nobody.count("Er is niets vastgelegd.")) == (0, 1)
    assert (some.count(few), some.count("Er is niets vastgelegd.")) == (2, 0)
    assert (unsaid.count(few), unsaid.count("Er is niets vastgelegd.")) == (1, 1)
    assert few not in shown(leader, chain, text)


def test_agreements_are_counted_by_whether_they_were_kept(chain: Chain, leader: User) -> None:
    agreed = [Agreed(f"Afspraak {number} (fictief)") for number in (1, 2)]
    first, _second = design.add_agreements(actor=leader, evaluation=chain.evaluation, agreed=agreed)
    findings.judge_agreement(actor=leader, agreement=first, revision=0, state="kept", reason="Bleek zo.")

    told = shown(leader, chain, "{{tabel afspraken}}")

    assert "Nagekomen 1 AF1" in told
    assert "Nog niet beoordeeld 1 AF2" in told
    assert "n = 2 afspraken" in told


def test_no_group_of_fewer_than_three_follows_from_a_sum() -> None:
    assert _pooled(_counter(Ouders=5, Scholen=2)) == {"": 7}
    assert _pooled(_counter(Ouders=5, Scholen=4, Artsen=2)) == {"Ouders": 5, "": 6}
    assert _pooled(_counter(Ouders=5, Scholen=3)) == {"Ouders": 5, "Scholen": 3}
    assert _pooled(_counter(Ouders=5, Scholen=2, Artsen=2)) == {"Ouders": 5, "": 4}


def _counter(**counts: int) -> Counter[str]:
    return Counter(counts)


def test_agreements_and_the_logbook_can_be_pointed_at(chain: Chain, leader: User) -> None:
    agreed = [Agreed("Bellen binnen twee dagen (fictief)"), Agreed("GEHEIME AFSPRAAK (fictief)")]
    design.add_agreements(actor=leader, evaluation=chain.evaluation, agreed=agreed)
    for title in ("Het formulier werd korter (fictief)", "ANDERE REGEL (fictief)"):
        design.add_entry(
            actor=leader, evaluation=chain.evaluation, kind="event", title=title, text="Vanaf mei.", date=MAY
        )
    chain.write(leader, "Zie [[AF1]] en [[L1]].\n\n[[AF1]]\n\n[[L1]]\n\n[[AF9]]")

    outline = queries.outline_for(leader, chain.evaluation, Audience.PUBLIC)
    draft = building.assemble(outline.material)
    page = building.public_html(draft).decode()

    assert [str(one) for _line, one in outline.lost] == ["[[AF9]]"]
    assert [str(one.reference) for one in draft.lost] == ["[[AF9]]"]
    for label in ("AF1", "L1"):
        assert f'href="#{label}"' in page
        assert f'id="{label}"' in page
    assert "Het formulier werd korter" in page
    assert "ANDERE REGEL" not in page
    assert "GEHEIME AFSPRAAK" not in page
    named = queries.chapters_naming(leader, chain.evaluation, "L1")
    assert [(one.title, one.position) for one in named] == [("Hoofdstuk (fictief)", len(outline.sections))]
    assert queries.chapters_naming(leader, chain.evaluation, "L2") == []


def test_a_recommendation_tells_how_it_is_carried_out_and_a_summary_does_not(chain: Chain, leader: User) -> None:
    one = chain.recommendation
    one.addressee, one.action, one.term = "het college (fictief)", "Wijs iemand aan.", "voor mei"
    one.priority, one.feasibility, one.measure_of_success = 1, "good", "iedereen het nummer kent"
    one.save()
    chain.write(leader, "[[A1]]")
    material = gather(leader, chain.evaluation)

    whole = building.public_html(building.assemble(material)).decode()
    brief = building.public_html(building.summary(material)).decode()

    for words in (
        "Voor: het college (fictief)", "Eerste actie: Wijs iemand aan.", "Termijn: voor mei", "Prioriteit: hoog",
        "Haalbaarheid: goed", "Het is gelukt als: iedereen het nummer kent",
    ):  # fmt: skip
        assert words in whole
    assert "Voor: het college (fictief)" in brief
    assert "Wijs iemand aan." not in brief
