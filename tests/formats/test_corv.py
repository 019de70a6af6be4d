"""CORV messages as events with an owner: what they tell is written here first, by hand."""

from __future__ import annotations

import random
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sluitend.engines.chain import STARTING_NORMS, EventLog, Rules
from sluitend.errors import InputError
from sluitend.formats import corv
from sluitend.formats.corv.parsing import STATUSES
from sluitend.formats.messages import codes, xml
from sluitend.formats.messages.table import Events
from tests.formats.corv_files import fed_back, message, notified, reported, requested
from tests.formats.ijw_files import hashed

REAL = Path(__file__).parents[3] / "shared" / "real" / "corv"
ANNA, BRAM, MOTHER = "999990019", "999990020", "999990998"
KNOWN = ("Veilig Thuis Fictief", "Politie Fictief", "gemeente Fictief", "Raad Fictief", "Wijkteam Fictief")
ROLE, PARENT = "jeugdige", "ouder met gezag"


def read(folder: Path, *messages: str, **options: object) -> Events:
    at = folder / "berichten"
    at.mkdir(exist_ok=True)
    for number, content in enumerate(messages):
        (at / f"{number:03}.xml").write_text(content, encoding="utf-8")
    return corv.read(at, **{"key": hashed, "organisations": KNOWN, **options})  # type: ignore[arg-type]


def told(events: Events, who: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (f"{row['time']:%m-%d}", row["activity"], row["resource"], row["reason"])
        for row in events.table.to_pylist()
        if row["case"] == hashed(who)
    ]


LIFE = (
    reported("F-1", "20300103", (ROLE, ANNA), (ROLE, BRAM), (PARENT, MOTHER), sent="20300104"),
    fed_back("F-1", "20300110", "uitkomst veiligheidsbeoordeling", "overdracht", "Wijkteam  Fictief"),
    requested("Z-009", "20300201", ANNA, BRAM),
    notified("Z-009", "20300215", "Intake afgerond", ANNA),
    notified("Z-009", "20300401", "Onderzoek afgerond", ANNA),
    notified("Z-009", "20300515", "Zaak afgerond", ANNA, "Maatregel opgelegd", "20300510"),
    notified("Z-009", "20300215", "Zaak afgerond", BRAM, "Verzoek tot onderzoek afgewezen"),
)
START = [
    ("01-03", "Melding Veilig Thuis", "Politie Fictief", None),
    ("01-10", "Terugkoppeling Veilig Thuis", "Veilig Thuis Fictief", "uitkomst veiligheidsbeoordeling: overdracht"),
    ("01-10", "Zicht op veiligheid belegd", "Wijkteam Fictief", None),
    ("02-01", "Verzoek om raadsonderzoek", "gemeente Fictief", None),
]


def test_two_children_of_one_report_each_have_their_own_way(tmp_path: Path) -> None:
    events = read(tmp_path, *LIFE)

    assert told(events, ANNA) == [
        *START,
        ("02-15", "Raad: intake afgerond", "Raad Fictief", None),
        ("04-01", "Raad: onderzoek afgerond", "Raad Fictief", None),
        ("05-10", "Beslissing op rekest", "Raad Fictief", None),
        ("05-15", "Raad: zaak afgerond", "Raad Fictief", "Maatregel opgelegd"),
    ]
    assert told(events, BRAM) == [
        *START,
        ("02-15", "Raad: zaak afgerond", "Raad Fictief", "Verzoek tot onderzoek afgewezen"),
    ]
    assert told(events, MOTHER) == []
    assert len(set(events.table["dossier"].to_pylist())) == 2
    assert events.report == {"messages": 7, "copies": 0, "events": 13}


@pytest.mark.parametrize("key", ["veiligheidsbeoordeling", "onderzoek_veilig_thuis", "start_raadsonderzoek"])
def test_a_day_that_no_message_has_gives_no_verdict(tmp_path: Path, key: str) -> None:
    """These messages tell of the outcome and the end, on the day of the message: not of the assessment or the start."""
    (norm,) = (one for one in STARTING_NORMS if one.key == key)

    found = EventLog(read(tmp_path, *LIFE).table).judged(norm, until=date(2031, 1, 1))

    assert set(found.cases["verdict"].to_pylist()) == {"not_recorded"}
    assert found.unknown == norm.answer
    assert "CORV" in norm.found_in
    assert "registratie van" in norm.found_in


def test_the_order_of_the_files_means_nothing(tmp_path: Path) -> None:
    expected = read(tmp_path, *LIFE)
    mixed = [*LIFE, LIFE[1], LIFE[4]]
    random.Random(7).shuffle(mixed)
    (tmp_path / "other").mkdir()

    found = read(tmp_path / "other", *mixed)

    assert found.table.equals(expected.table)
    assert found.report["copies"] == 3


def test_the_owner_of_safety_is_an_owner_to_the_chain(tmp_path: Path) -> None:
    """From the report (3 January) to the feedback (10 January) nobody keeps sight: seven days for each child."""
    log = EventLog(read(tmp_path, LIFE[0], LIFE[1]).table)
    found = log.ownership(Rules(takes=("Zicht op veiligheid belegd",)), until=date(2030, 1, 31))

    assert found.days["nobody"].to_pylist() == [14]
    assert found.gaps["begins"].to_pylist() == [date(2030, 1, 3)] * 2


def test_feedback_without_its_report_stays_with_the_dossier(tmp_path: Path) -> None:
    events = read(tmp_path, fed_back("F-2", "20300110", "melding niet ontvankelijk"))

    assert events.table["activity"].to_pylist() == ["Terugkoppeling Veilig Thuis"]
    assert events.table["case"].to_pylist() == events.table["dossier"].to_pylist() == [hashed("dossier melding F-2")]


def test_an_unborn_child_has_no_number_and_is_a_dossier(tmp_path: Path) -> None:
    events = read(tmp_path, requested("Z-1", "20300201", ""))

    assert events.table["case"].to_pylist() == [hashed("dossier zaak Z-1")]


def test_an_organisation_that_nobody_named_is_a_key(tmp_path: Path) -> None:
    owned = fed_back("F-1", "20300110", "overdracht", None, "Mevrouw Fictief")
    events = read(tmp_path, owned, fed_back("F-3", "20300111", "overdracht", None, "mevrouw  fictief"))

    owners = [row["resource"] for row in events.table.to_pylist() if row["activity"] == "Zicht op veiligheid belegd"]
    assert owners == [f"organisatie {hashed('organisatie mevrouw fictief')}"] * 2


def test_nothing_of_a_person_comes_out(tmp_path: Path) -> None:
    text = str(read(tmp_path, *LIFE, fed_back("F-1", "20300112", "Jan Fictief belde")).table.to_pylist())

    for secret in (ANNA, BRAM, MOTHER, "Geheim", "belde", "F-1", "Z-009"):
        assert secret not in text


def test_other_exchanges_are_counted_and_left_out(tmp_path: Path) -> None:
    confirmation = '<Bv03Bericht xmlns="http://www.egem.nl/StUF/StUF0301"/>'
    events = read(tmp_path, LIFE[0], confirmation, message("vcobDi01", "20300101", ""))

    assert (events.report["messages"], events.report["other_messages"]) == (1, 2)


def test_a_message_in_an_envelope(tmp_path: Path) -> None:
    body = f'<E:Envelope xmlns:E="http://schemas.xmlsoap.org/soap/envelope/"><E:Body>{LIFE[2]}</E:Body></E:Envelope>'

    assert read(tmp_path, body).table["activity"].to_pylist() == ["Verzoek om raadsonderzoek"] * 2


def test_a_large_attachment_is_passed_over(tmp_path: Path) -> None:
    """The parser stops at ten million characters in one element."""
    large = LIFE[2].replace("</J:object>", f"<Z:inhoud>{'QUJD' * 3_000_000}</Z:inhoud></J:object>")

    assert read(tmp_path, large).report["events"] == 2


def test_signals_stand_at_their_own_date(tmp_path: Path) -> None:
    result = "<Z:resultaat><Z:omschrijving>Vervolgactie nodig</Z:omschrijving></Z:resultaat>"
    events = read(
        tmp_path,
        message("zorgmeldingDi01", "20300301", ""),
        message("zorgmeldingTerugkoppelingDi01", "20300302", result),
    )

    assert events.table["activity"].to_pylist() == ["Zorgmelding", "Terugkoppeling zorgmelding"]
    assert events.table["reason"].to_pylist() == [None, "Vervolgactie nodig"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<html/>", codes.UNKNOWN),
        (reported("", "20300101", (ROLE, ANNA)), codes.MISSING),
        (reported("F-1", "20300231", (ROLE, ANNA)), codes.BAD_DATE),
        (reported("F-1", "20300000", (ROLE, ANNA)), codes.BAD_DATE),
        (LIFE[0][:300], codes.DAMAGED),
    ],
    ids=["no message", "no identification", "no date", "only a year", "cut off"],
)
def test_bad_messages_are_refused(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)

    assert caught.value.code == code


def test_without_a_key_people_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=codes.NEEDS_KEY):
        read(tmp_path, *LIFE, key=None)


@pytest.mark.skipif(not REAL.is_dir(), reason="the schemas of StUF Jeugdzorg are not beside the repository")
@pytest.mark.parametrize(("part", "schema", "number"), [("vt", "vt", 1), ("jr", "jz", 5)])
def test_messages_as_read_here_follow_the_published_schemas(
    tmp_path: Path, part: str, schema: str, number: int
) -> None:
    """So that the element names of the reader are those of the standard, 1.0.9."""
    with zipfile.ZipFile(next(REAL.glob(f"*_{part}berichten*resolved.zip"))) as archive:
        archive.extractall(tmp_path)
    root = xml.parsed(LIFE[number].encode(), "F")

    xml.Schemas(tmp_path).check(root, f"jz0100_msg_{schema}berichten_resolved2025.xsd", "F")


@pytest.mark.skipif(not REAL.is_dir(), reason="the schemas of StUF Jeugdzorg are not beside the repository")
def test_the_schemas_have_no_day_of_an_assessment_and_no_start_of_an_investigation() -> None:
    """What the table of norms says of its sources: feedback has no date but its own, a notification those of its status
    and of a decision, and no status says that an investigation began."""
    with zipfile.ZipFile(next(REAL.glob("*_vtberichten*resolved.zip"))) as archive:
        name = next(one for one in archive.namelist() if "zkn0310_ent" in one)
        schema = archive.read(name).decode()

    kinds = ('complexType name="ZAK-vt-terugkoppeling"', 'complexType name="ZAK-vt-terugkoppeling-e"')
    feedback = "".join(schema.partition(kind)[2].partition("</xs:complexType>")[0] for kind in kinds)
    statuses = schema.partition('complexType name="Omschrijving-stt-e"')[2].partition("</xs:complexType>")[0]
    assert "StatusVeiligheidsbeoordeling" in feedback
    assert "datum" not in feedback.lower()
    assert re.findall(r'enumeration value="([^"]+)"', statuses) == list(STATUSES)


@pytest.mark.skipif(not REAL.is_dir(), reason="the schemas of StUF Jeugdzorg are not beside the repository")
@pytest.mark.parametrize("part", ["vt", "jr"])
def test_the_schemas_have_no_code_of_a_municipality(part: str) -> None:
    """As the methods say: no message that is read has one, and the sides of a message are free text."""
    with zipfile.ZipFile(next(REAL.glob(f"*_{part}berichten*resolved.zip"))) as archive:
        names = [one for one in archive.namelist() if "_ent_" in one or "_msg_" in one]
        schemas = "".join(archive.read(name).decode() for name in names)

    elements = re.findall(r'<(?:xs:)?element (?:name|ref)="([^"]+)"', schemas)
    assert any("datumStatusGezet" in one for one in elements)
    assert [one for one in elements if "gemeente" in one.lower()] == []
