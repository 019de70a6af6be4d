"""The register: organisations, municipalities, regions that differ per product."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.utils import translation

from sluitend.apps.people import actions, municipality_list, queries
from sluitend.apps.people.models import (
    AuditEvent,
    Municipality,
    Organisation,
    OrganisationKind,
    Region,
    RegionKind,
    RegionMembership,
    User,
)
from sluitend.apps.people.queries.register import USES
from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web import wording


def said(error: InputError) -> str:
    with translation.override("nl"):
        return wording.sentence(error)


@pytest.fixture
def town(db: None) -> Municipality:
    return Municipality.objects.create(code="GM9901", name="Voorbeeldstad", fictitious=True)


@pytest.fixture
def village(db: None) -> Municipality:
    return Municipality.objects.create(code="GM9902", name="Proefdorp", fictitious=True)


@pytest.fixture
def region(db: None) -> Region:
    return Region.objects.create(name="Voorbeeldregio", kind=RegionKind.YOUTH_REGION, fictitious=True)


@pytest.fixture
def other_region(db: None) -> Region:
    return Region.objects.create(name="Proefregio", kind=RegionKind.YOUTH_REGION, fictitious=True)


START = date(2025, 1, 1)


def sit(owner: User, region: Region, town: Municipality, product: str, ends: date | None = None) -> RegionMembership:
    return actions.add_memberships(
        actor=owner, region=region, municipalities=[town], product=product, starts=START, ends=ends
    )[0]


def test_an_entry_is_added_changed_and_removed_with_its_events(owner: User) -> None:
    entry = Organisation(name="Jeugdhulp Proef (fictief)", kind=OrganisationKind.YOUTH_CARE_PROVIDER, fictitious=True)
    actions.save_entry(actor=owner, entry=entry)
    entry.name = "Jeugdhulp Voorbeeld (fictief)"
    actions.save_entry(actor=owner, entry=entry)
    actions.remove_entry(actor=owner, entry=entry)

    assert not Organisation.objects.exists()
    written = AuditEvent.objects.order_by("id").values_list("action", "object_type")
    assert list(written) == [
        ("people.organisation_added", "people.organisation"),
        ("people.organisation_changed", "people.organisation"),
        ("people.organisation_removed", "people.organisation"),
    ]


def test_who_may_start_evaluations_keeps_the_register_and_others_only_read(
    leader: User, reader: User, town: Municipality
) -> None:
    entry = actions.save_entry(actor=leader, entry=Organisation(name="Proef (fictief)", kind=OrganisationKind.OTHER))

    assert list(queries.organisations_for(reader)) == [entry]
    for refused in (
        lambda: actions.save_entry(actor=reader, entry=town),
        lambda: actions.remove_entry(actor=reader, entry=town),
        lambda: actions.import_municipalities(actor=reader, file=BytesIO(b"GM9903,Elders")),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_name_is_there_once(owner: User, region: Region) -> None:
    with pytest.raises(InputError) as caught:
        actions.save_entry(actor=owner, entry=Region(name=region.name, kind=RegionKind.OTHER))

    assert said(caught.value) == "‘Voorbeeldregio’ of de code ervan staat al in het register. Open dat item."


def test_a_region_does_not_lie_within_itself(owner: User, region: Region) -> None:
    part = Region.objects.create(name="Deel", kind=RegionKind.SUBREGION, parent=region)
    region.parent = part

    with pytest.raises(InputError) as caught:
        actions.save_entry(actor=owner, entry=region)

    assert said(caught.value) == (
        "Voorbeeldregio kan geen deel zijn van zichzelf. Kies bij ‘onderdeel van’ een andere regio."
    )


def test_what_is_used_stays_and_says_where(owner: User, region: Region, town: Municipality) -> None:
    sit(owner, region, town, "pleegzorg")
    sit(owner, region, town, "jeugdbescherming")
    Organisation.objects.create(name="Gemeente Voorbeeldstad", kind=OrganisationKind.MUNICIPALITY, municipality=town)
    before = AuditEvent.objects.count()

    with pytest.raises(InputError) as caught:
        actions.remove_entry(actor=owner, entry=town)

    assert said(caught.value) == (
        "Voorbeeldstad kan niet worden verwijderd, want het wordt nog gebruikt: "
        "een organisatie (1×), de deelname aan een regio (2×)."
    )
    assert Municipality.objects.filter(pk=town.pk).exists()
    assert AuditEvent.objects.count() == before


def test_every_room_that_protects_an_entry_has_words_for_it() -> None:
    holders = {
        relation.related_model._meta.label_lower
        for model in (Organisation, Municipality, Region)
        for relation in model._meta.related_objects
        if relation.on_delete.__name__ == "PROTECT"
    }
    assert holders <= set(USES)


def test_a_municipality_sits_in_different_regions_for_different_products(
    owner: User, region: Region, other_region: Region, town: Municipality, village: Municipality
) -> None:
    sit(owner, region, town, "jeugdbescherming")
    sit(owner, other_region, town, "pleegzorg")
    sit(owner, region, village, "pleegzorg")

    products, rows = queries.memberships_by_product(owner)

    assert products == ["jeugdbescherming", "pleegzorg"]
    assert [(row.municipality.name, [[one.region.name for one in cell] for cell in row.cells]) for row in rows] == [
        ("Proefdorp", [[], ["Voorbeeldregio"]]),
        ("Voorbeeldstad", [["Voorbeeldregio"], ["Proefregio"]]),
    ]


def test_for_one_product_it_sits_in_one_region_at_a_time(
    owner: User, region: Region, other_region: Region, town: Municipality
) -> None:
    first = sit(owner, region, town, "pleegzorg")
    with pytest.raises(InputError) as caught:
        sit(owner, other_region, town, "pleegzorg")
    assert said(caught.value) == (
        "Voorbeeldstad zit in die tijd voor pleegzorg al in Voorbeeldregio. Geef dat eerst een einddatum."
    )

    actions.change_membership(actor=owner, membership=first, product="pleegzorg", starts=START, ends=date(2025, 12, 31))
    later = actions.add_memberships(
        actor=owner,
        region=other_region,
        municipalities=[town],
        product="pleegzorg",
        starts=date(2026, 1, 1),
        ends=None,
    )
    assert later
    with pytest.raises(InputError):  # a day of overlap is overlap
        actions.change_membership(
            actor=owner, membership=first, product="pleegzorg", starts=START, ends=date(2026, 1, 1)
        )


def test_a_subregion_lies_within_a_region_so_one_of_each_is_no_contradiction(
    owner: User, region: Region, town: Municipality
) -> None:
    part = Region.objects.create(name="Deel", kind=RegionKind.SUBREGION, parent=region)

    sit(owner, region, town, "pleegzorg")
    sit(owner, part, town, "pleegzorg")

    assert RegionMembership.objects.count() == 2


def test_many_municipalities_come_in_together_or_not_at_all(
    owner: User, region: Region, other_region: Region, town: Municipality, village: Municipality
) -> None:
    sit(owner, other_region, village, "pleegzorg")

    with pytest.raises(InputError):
        actions.add_memberships(
            actor=owner, region=region, municipalities=[town, village], product="pleegzorg", starts=START, ends=None
        )

    assert not RegionMembership.objects.filter(region=region).exists()


def test_the_last_day_is_not_before_the_first(owner: User, region: Region, town: Municipality) -> None:
    with pytest.raises(InputError) as caught:
        sit(owner, region, town, "pleegzorg", ends=date(2024, 12, 31))

    assert said(caught.value) == "De laatste dag ligt vóór de eerste dag. Pas een van de twee aan."


def test_municipalities_are_named_by_name_or_code(town: Municipality, village: Municipality) -> None:
    assert queries.municipalities_named(["voorbeeldstad", "", " GM9902 ", "Voorbeeldstad"]) == [town, village]
    with pytest.raises(InputError) as caught:
        queries.municipalities_named(["Voorbeeldstad", "Nergens"])
    assert said(caught.value) == "Regel 2: de gemeente ‘Nergens’ staat niet in het register."


def test_taking_a_municipality_out_leaves_an_event(owner: User, region: Region, town: Municipality) -> None:
    membership = sit(owner, region, town, "pleegzorg")

    actions.remove_membership(actor=owner, membership=membership)

    assert not RegionMembership.objects.exists()
    assert AuditEvent.objects.filter(action="people.regionmembership_removed").count() == 1


def test_a_membership_of_another_region_is_not_found(
    owner: User, region: Region, other_region: Region, town: Municipality
) -> None:
    membership = sit(owner, region, town, "pleegzorg")

    with pytest.raises(NotFound):
        queries.membership_for(owner, other_region, membership.pk)


@pytest.mark.parametrize(
    "content",
    [
        "GM9901,Voorbeeldstad\nGM9902,Proefdorp\n",
        "code;naam\r\nGM9901;Voorbeeldstad\r\nGM9902;Proefdorp\r\n",
        "\ufeffGemeentecode\tGemeentenaam\nGM9901\tVoorbeeldstad\n\nGM9902\tProefdorp",
        '"GM9901","Voorbeeldstad","kolom die niet telt"\n"GM9902","Proefdorp",""\n',
    ],
)
def test_the_usual_shapes_of_a_list_are_read(content: str) -> None:
    rows = municipality_list.read(BytesIO(content.encode()))

    assert [(row.code, row.name) for row in rows] == [("GM9901", "Voorbeeldstad"), ("GM9902", "Proefdorp")]


def test_a_list_of_an_old_spreadsheet_keeps_its_accents() -> None:
    rows = municipality_list.read(BytesIO("GM9901;Súdwest-Voorbeeld".encode("cp1252")))

    assert rows[0].name == "Súdwest-Voorbeeld"


def test_an_import_adds_and_renames_and_tells_how_many(owner: User, town: Municipality) -> None:
    content = b"GM9901,Voorbeeldstad aan Zee\nGM9902,Proefdorp\n"

    assert actions.import_municipalities(actor=owner, file=BytesIO(content)) == (1, 1)
    assert actions.import_municipalities(actor=owner, file=BytesIO(content)) == (0, 0)

    assert {one.code: one.name for one in Municipality.objects.all()} == {
        "GM9901": "Voorbeeldstad aan Zee",
        "GM9902": "Proefdorp",
    }
    assert AuditEvent.objects.filter(action="people.municipalities_imported").first().data == {"added": 0, "renamed": 0}


def test_a_list_with_faults_is_refused_whole_with_the_rows(owner: User) -> None:
    content = "code,naam\nGM9901,Voorbeeldstad\n9902,Proefdorp\nGM9903,\nGM9901,Weer Voorbeeldstad\n"

    with pytest.raises(municipality_list.RowsRefused) as caught:
        actions.import_municipalities(actor=owner, file=BytesIO(content.encode()))

    assert said(caught.value) == "Er is niets geïmporteerd. Aantal rijen dat niet klopt: 3."
    assert [said(error) for error in caught.value.errors] == [
        "Rij 3: ‘9902’ is geen gemeentecode. Schrijf GM en vier cijfers, zoals GM0000.",
        "Rij 4: de naam ontbreekt of is langer dan 120 tekens.",
        "Rij 5: GM9901 staat al in rij 2. Haal een van de twee weg.",
    ]
    assert not Municipality.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "people.municipalities_empty"),
        (b"code;naam\n", "people.municipalities_empty"),
        (b"x" * 1_000_001, "people.municipalities_too_large"),
        (b"PK\x03\x04\x00\x00binary, not csv", "people.municipalities_refused"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        municipality_list.read(BytesIO(content))

    assert caught.value.code == code
