"""Rules about who is quoted: each fires, and stays silent."""

from __future__ import annotations

from datetime import date

import pytest

from sluitend.apps.fieldwork.models import Consent, Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Ground, GroundKind, ListedName, Source, SourceVersion, Speaker
from tests.reporting.checker.conftest import Fires
from tests.reporting.conftest import Chain, MakeFragment


@pytest.mark.parametrize("text", ['Zij zei: "[[F4]]"', "Zij zei: ‘ [[F4]] ’"])
def test_paraphrase_between_quotation_marks(chain: Chain, leader: User, fires: Fires, text: str) -> None:
    chain.write(leader, text)

    assert fires("F05") == ["F4"]


def test_paraphrase_without_them_and_a_quote_with_them(chain: Chain, leader: User, fires: Fires) -> None:
    chain.write(leader, 'Zie [[F4]] en "[[F1]]".\n\n[[F4]]')

    assert fires("F05") == []


def respondent_in(chain: Chain, user: User, number: int, source: Source) -> Respondent:
    """Speaks in all of the source; on the ground of consent."""
    who = Respondent.objects.create(evaluation=chain.evaluation, number=number, created_by=user)
    Speaker.objects.create(source=source, number=0, label=f"Deelnemer {number}", respondent=who)
    for version in source.versions.all():
        SourceVersion.objects.filter(pk=version.pk).update(turns=[[0, version.length, 0, None]])
    Ground.objects.update_or_create(source=source, defaults={"kind": GroundKind.CONSENT, "recorded_by": user})
    return who


def agree(who: Respondent, user: User, *, quoting: bool = True, until: date = date(2999, 1, 1)) -> None:
    Consent.objects.create(
        respondent=who, quoting=quoting, how="signed", given_on=date(2020, 1, 1), retain_until=until, recorded_by=user
    )


def test_quote_of_nobody_in_particular(chain: Chain, leader: User, fires: Fires) -> None:
    chain.write(leader, "[[F1]] en [[F3]]")  # F3 is of a public document
    before = fires("F06")

    respondent_in(chain, leader, 1, chain.secret.version.source)

    assert (before, fires("F06")) == (["F1"], [])


def test_quote_of_who_did_not_agree_to_it(chain: Chain, leader: User, fires: Fires) -> None:
    chain.write(leader, "[[F1]]")
    who = respondent_in(chain, leader, 1, chain.secret.version.source)
    nothing_recorded = fires("F07")
    agree(who, leader, quoting=False)
    refused = fires("F07")

    agree(who, leader)

    assert (nothing_recorded, refused, fires("F07")) == (["F1"], ["F1"], [])


def test_quote_on_a_consent_that_is_over(chain: Chain, leader: User, fires: Fires) -> None:
    chain.write(leader, "[[F1]]")
    who = respondent_in(chain, leader, 1, chain.secret.version.source)

    agree(who, leader, until=date(2021, 1, 1))

    assert fires("F07") == ["F1"]


def test_quote_with_a_listed_name(chain: Chain, leader: User, make_fragment: MakeFragment, fires: Fires) -> None:
    make_fragment("Toen belde Tirza Verzonnen mij op.", 5)
    chain.write(leader, "[[F5]] en [[F2]]")
    before = fires("F08")

    ListedName.objects.create(
        evaluation=chain.evaluation,
        kind="person",
        pseudonym="Ouder A",
        sealed_forms=seals.seal_forms(chain.evaluation, ["Tirza Verzonnen", "Briefje"]),
        created_by=leader,
    )

    assert (before, fires("F08")) == ([], ["F5"])  # "briefje" stands in F2, as the ordinary word


def test_quote_with_an_address(chain: Chain, leader: User, make_fragment: MakeFragment, fires: Fires) -> None:
    make_fragment("Mail maar naar tirza@voorbeeld.invalid, zei ze.", 5)
    make_fragment("Mail maar, zei ze.", 6)

    chain.write(leader, "[[F5]] en [[F6]]")

    assert fires("F08") == ["F5"]


def test_one_participant_quoted_very_often(
    chain: Chain, leader: User, make_fragment: MakeFragment, fires: Fires
) -> None:
    fragments = [make_fragment(f"Zin nummer {number}.", number) for number in range(10, 18)]
    chain.write(leader, " ".join(f"[[{one}]]" for one in fragments))
    each_once = fires("F09")
    for number, fragment in enumerate(fragments[:3]):
        source = fragment.version.source
        if number == 0:
            who = respondent_in(chain, leader, 1, source)
        Speaker.objects.get_or_create(source=source, number=0, defaults={"label": "Deelnemer", "respondent": who})
        SourceVersion.objects.filter(source=source).update(turns=[[0, fragment.version.length, 0, None]])
    thrice = fires("F09")

    Speaker.objects.filter(source=fragments[2].version.source).update(respondent=None)

    assert (each_once, thrice, fires("F09")) == ([], ["S10"], [])
