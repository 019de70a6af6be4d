"""What the final measurement of the demo asks of its events and of its coded texts.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from sluitend.apps.analyses import actions
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.demo.dataset import deliver
from sluitend.demo.events.deliveries import deliveries, questionnaire
from sluitend.demo.voices import answered, asked_before, finished

FOLDER = Path(__file__).parent / "keten"
Entry = dict[str, Any]
Deliveries = Callable[[], tuple[bytes, bytes]]


def read(name: str) -> Entry:
    """One of the files that say what is asked and written."""
    content: Entry = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return content


class Chain:
    """The project leader brings the events and the questionnaire in, the researcher asks."""

    def __init__(self, leader: User, researcher: User, evaluation: Evaluation, files: Deliveries = deliveries) -> None:
        self.leader, self.researcher, self.evaluation = leader, researcher, evaluation
        self._files = files
        self.results: dict[str, AnalysisResult] = {}

    def compute(self) -> None:
        """Both deliveries, each with what was asked of it, and what the coded texts are asked; by key in `results`."""
        about, asked = read("dataset"), read("analyses")
        for number, file in enumerate(self._files(), 1):
            version = deliver(self.leader, self.evaluation, about, number, file)
            beside = self._questionnaire()  # after the first delivery, so that the events come first
            for key, entry in asked.items():
                if entry.get("delivery", 2) == number:
                    self.results[key] = self._answered(version.dataset, number, _with_number(entry, beside))
        self.results.update(answered(self.researcher, self.evaluation, read("stemmen")))

    def _questionnaire(self) -> Dataset:
        return deliver(self.leader, self.evaluation, read("vragenlijst"), 1, questionnaire()).dataset

    def _answered(self, dataset: Dataset, delivery: int, entry: Entry) -> AnalysisResult:
        row = asked_before(self.researcher, self.evaluation, entry, version__number=delivery)
        if row is None:
            return actions.ask_now(
                actor=self.researcher, dataset=dataset, key=entry["analysis"], parameters=entry["parameters"]
            )
        return finished(self.researcher, row)


def _with_number(entry: Entry, questionnaire: Dataset) -> Entry:
    """D2, unless somebody brought in data of their own before."""
    parameters = dict(entry["parameters"])
    if "questionnaire" in parameters:
        parameters["questionnaire"] = str(questionnaire)
    return {**entry, "parameters": parameters}
