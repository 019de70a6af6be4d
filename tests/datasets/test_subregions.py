"""Municipalities of the data get their subregion of the register beside them, where somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pyarrow.parquet as pq
import pytest
from django.test import Client

from sluitend.apps.analyses import vocabularies
from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.importing import checked_now
from sluitend.apps.datasets.mapping import from_choices
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import Municipality, Region, RegionKind, RegionMembership, User
from sluitend.errors import InputError
from sluitend.formats import steps
from sluitend.work import runs
from tests.datasets.near import GOOD, HEAD, ROLES
from tests.datasets.test_views import send, text, url

pytestmark = pytest.mark.django_db
PRODUCT = "jeugdbescherming (fictief)"
ASKED = replace(ROLES, place="gemeente", product=PRODUCT)


@pytest.fixture(autouse=True)
def register() -> None:
    """Waterdam lies in North and did so in South, Rietveen in South for something else only."""
    north, south = (Region.objects.create(name=f"{one} (fictief)", kind=RegionKind.SUBREGION) for one in ("N", "Z"))
    whole = Region.objects.create(name="Heel (fictief)", kind=RegionKind.YOUTH_REGION)
    first, second = (
        Municipality.objects.create(code=code, name=name)
        for code, name in (("GM9001", "Waterdam"), ("GM9002", "Rietveen"))
    )
    for region, one, product, starts, ends in (
        (south, first, PRODUCT, date(2015, 1, 1), date(2019, 12, 31)),
        (north, first, PRODUCT, date(2020, 1, 1), None),
        (whole, second, PRODUCT, date(2015, 1, 1), None),
        (south, second, "pleegzorg (fictief)", date(2015, 1, 1), None),
    ):
        RegionMembership.objects.create(region=region, municipality=one, product=product, starts=starts, ends=ends)


def subregions(version: DatasetVersion) -> list[str | None]:
    """Of the cases of a version, in their order."""
    with store.open_steps(version) as folder:
        log = steps.read(folder)
        codes = pq.read_table(folder / "cases.parquet")["case:subregio"].to_pylist()
        names = log.values["case:subregio"].to_pylist()
    return [None if code is None else names[code] for code in codes]


def test_the_subregion_of_today_comes_beside_the_municipality(report: Callable[..., DatasetVersion]) -> None:
    version = report(GOOD + "c3,Aanmelding,2025-02-03,Wijkteam,gm9001\nd4,Aanmelding,2025-02-03,Wijkteam,\n", ASKED)

    assert subregions(version) == ["N (fictief)", None, "N (fictief)", None]
    (remark,) = [one for one in version.report if one["code"] == "no_subregion"]
    assert (remark["column"], remark["count"]) == ("gemeente", 1)  # Rietveen; an empty cell is no municipality


def test_for_a_product_of_which_the_register_knows_nothing_all_are_unknown(
    report: Callable[..., DatasetVersion],
) -> None:
    version = report(roles=replace(ASKED, product="crisis (fictief)"))

    assert subregions(version) == [None, None]
    assert [one["count"] for one in version.report if one["code"] == "no_subregion"] == [2]


def test_cases_that_the_subregion_makes_rare_are_counted(report: Callable[..., DatasetVersion]) -> None:
    """The municipality is left out of nothing: both together tell who somebody is."""
    rows = "".join(f"k{one},Aanmelding,2025-02-03,Wijkteam,Waterdam\n" for one in range(12))

    version = report(HEAD + rows + "z1,Aanmelding,2025-02-03,Wijkteam,Rietveen\n", ASKED)

    assert {one["count"] for one in version.report if one["code"] == "recognisable"} == {1}


def test_it_is_chosen_on_screen_remembered_and_asked_about(
    client_of: Callable[[User], Client], researcher: User, evaluation: Evaluation
) -> None:
    client = client_of(researcher)
    send(client, evaluation)
    runs.drain()
    page = client.get(url("columns", evaluation, 1, 1))
    assert f"gemeente, met haar subregio voor {PRODUCT}" in text(page)
    named = {f"c{at}": row.field.value() for at, row in enumerate(page.context["form"].rows())}
    client.post(url("columns", evaluation, 1, 1), {**named, "c4": f"subregion:{PRODUCT}", "missing": ""})
    runs.drain()

    seen = text(client.get(url("version", evaluation, 1, 1)))
    assert f"gemeente, met haar subregio voor {PRODUCT}" in seen
    assert "gemeenten die volgens het register van vandaag voor dit product in geen subregio liggen" in seen
    again = client.get(url("columns", evaluation, 1, 1)).context["form"]
    assert [row.field.value() for row in again.rows()][4] == f"subregion:{PRODUCT}"

    client.post(url("accept", evaluation, 1, 1))
    asked = vocabularies.of(DatasetVersion.objects.get()).attributes
    assert (asked["subregio"], asked["gemeente"]) == (("N (fictief)",), ("Rietveen", "Waterdam"))


def test_when_the_register_has_it_no_more_the_column_is_an_attribute(
    client_of: Callable[[User], Client], evaluation: Evaluation, report: Callable[..., DatasetVersion], researcher: User
) -> None:
    report(roles=ASKED)
    RegionMembership.objects.all().delete()

    form = client_of(researcher).get(url("columns", evaluation, 1, 1)).context["form"]

    assert [row.field.value() for row in form.rows()][4] == "attribute"


def test_an_own_column_of_that_name_is_not_replaced(report: Callable[..., DatasetVersion]) -> None:
    content = HEAD.replace("gemeente\n", "gemeente,Subregio\n") + "a1,Aanmelding,2025-01-07,Wijkteam,Waterdam,Z\n"

    with pytest.raises(InputError) as caught:
        report(content, replace(ASKED, attributes=("gemeente", "Subregio")))
    assert caught.value.code == "datasets.subregion_twice"


def test_there_is_one_subregion_and_only_of_an_attribute(report: Callable[..., DatasetVersion]) -> None:
    columns = [{"name": "a"}, {"name": "b"}]
    with pytest.raises(InputError) as caught:
        from_choices(columns, [f"subregion:{PRODUCT}"] * 2, ())
    assert caught.value.code == "datasets.role_twice"

    with pytest.raises(InputError) as caught:
        report(roles=replace(ASKED, place="organisatie"))
    assert caught.value.code == "datasets.unknown_column"


def test_the_command_line_knows_it_too(take_in: Callable[..., DatasetVersion], researcher: User) -> None:
    said = {"gemeente": f"subregion:{PRODUCT}"}
    version = checked_now(actor=researcher, version=take_in(), columns=said, missing=())

    assert subregions(version) == ["N (fictief)", None]
    with pytest.raises(InputError) as caught:
        checked_now(actor=researcher, version=take_in(GOOD * 2), columns={"gemeente": "subregion:x"}, missing=())
    assert caught.value.code == "datasets.unknown_role"
