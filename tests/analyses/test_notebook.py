"""The notebook in the docs runs from top to bottom, where Django is not there, and finds what it planted."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import sluitend
from sluitend import cli

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "keten.ipynb"
WITHOUT_DJANGO = "import sys\nsys.modules['django'] = None\n"


def cells(kind: str) -> str:
    """All of one kind, one after the other."""
    found = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(one["source"]) for one in found if one["cell_type"] == kind)


def test_the_notebook_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code = WITHOUT_DJANGO + cells("code")
    source = str(Path(sluitend.__file__).parents[1])
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert told.startswith("600 casussen,")
    medians = dict(re.findall(r"^(\w+): mediaan ([\d.]+) dagen", told, re.M))
    assert float(medians["Rietveen"]) - float(medians["Waterdam"]) == pytest.approx(14, abs=3)
    assert float(re.findall(r"p = (\S+)", told)[0]) < 0.001

    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"^```sh\n(.*?)^```$", cells("markdown"), re.M | re.S)
    assert cli.main(shlex.split(command)[1:]) == 0
    assert "De groepen wachten niet even lang" in capsys.readouterr().out
