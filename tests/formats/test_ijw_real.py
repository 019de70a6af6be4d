"""The samples of the iJw standard itself, where they lie beside the repository."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from sluitend.errors import InputError
from sluitend.formats import ijw
from sluitend.formats.messages import codes
from tests.formats.ijw_files import hashed

REAL = Path(__file__).parents[3] / "shared" / "real" / "ijw"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the samples of the standard are not beside the repository")


@needs_real
def test_the_samples_of_the_standard() -> None:
    """The return messages among them have other dates than what is here: they reject nothing of it."""
    events = ijw.read(REAL / "berichten", key=hashed)

    found = pa.TableGroupBy(events.table, "activity").aggregate([([], "count_all")]).to_pydict()
    assert dict(zip(found["activity"], found["count_all"], strict=True)) == {
        "Toewijzing gevraagd": 2,
        "Wijziging gevraagd": 1,
        "Verzoek afgewezen": 1,
        "Toegewezen": 2,
        "Gestart": 2,
        "Gestopt": 2,
    }
    assert events.report["declarations"] == 2
    assert set(events.table["case"].to_pylist()) == {hashed("999900006")}
    assert "999900006" not in str(events.table.to_pylist())


@needs_real
@pytest.mark.parametrize("number", [301, 302, 305, 306, 307, 308, 316, 317, 319, 320])
def test_the_samples_follow_the_schemas(number: int, tmp_path: Path) -> None:
    sample = REAL / "berichten" / f"JW{number}.xml"
    spoiled = tmp_path / sample.name
    spoiled.write_text(sample.read_text("utf-8").replace(":XsdVersie>", ":XsdVersies>"), "utf-8")

    checked = ijw.read(sample, key=hashed, schemas=REAL / "xsd")

    assert checked.table.equals(ijw.read(sample, key=hashed).table)
    with pytest.raises(InputError) as caught:
        ijw.read(spoiled, key=hashed, schemas=REAL / "xsd")
    assert caught.value.code == codes.NOT_VALID


@needs_real
def test_a_sample_with_a_date_that_does_not_exist_is_not_valid() -> None:
    """The sample of 315 asks for an assignment until 31 June."""
    with pytest.raises(InputError) as caught:
        ijw.read(REAL / "berichten" / "JW315.xml", key=hashed, schemas=REAL / "xsd")
    told = {"file": "JW315.xml", "element": "ToewijzingEinddatum", "line": 44}
    assert (caught.value.code, caught.value.data) == (codes.NOT_VALID, told)
