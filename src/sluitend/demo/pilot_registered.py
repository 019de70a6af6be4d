"""What the pilot asks of the registration of its town and of two towns beside it.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from typing import Any

from sluitend.apps.analyses import actions
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.queries import outside
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Finding
from sluitend.apps.people.models import User
from sluitend.demo.dataset import deliver
from sluitend.demo.events.neighbours import registered
from sluitend.demo.figures import Figures
from sluitend.demo.hearing import read
from sluitend.demo.pilot_walk import FOLDER
from sluitend.demo.voices import asked_before, finished

Entry = dict[str, Any]


class PilotRegistered:
    """The project leader brings the events in, the researcher asks; results by key."""

    def __init__(self, leader: User, researcher: User, evaluation: Evaluation) -> None:
        self.leader, self.researcher, self.evaluation = leader, researcher, evaluation
        wanted = read("registered.yaml", FOLDER)
        dataset = deliver(leader, evaluation, wanted["dataset"], 1, registered()).dataset
        self.results = {key: self._answered(dataset, entry) for key, entry in wanted["analyses"].items()}
        self._figures = Figures({key: outside(row) for key, row in self.results.items()})

    def _answered(self, dataset: Dataset, entry: Entry) -> AnalysisResult:
        row = asked_before(self.researcher, self.evaluation, entry, version__dataset=dataset)
        if row is None:
            key, parameters = entry["analysis"], entry["parameters"]
            return actions.ask_now(actor=self.researcher, dataset=dataset, key=key, parameters=parameters)
        return finished(self.researcher, row)

    def filled(self, entry: Entry) -> Entry:
        """A finding with its figures in its text."""
        return {**entry, "text": self._figures.filled(entry["text"])} if "results" in entry else entry

    def rest(self, finding: Finding, entry: Entry) -> None:
        """Tie results to a finding."""
        for key, stance, note in entry.get("results", ()):
            findings.use_result(
                actor=self.researcher, finding=finding, result=self.results[key], stance=stance, note=note,
                sample_outcome="",
            )  # fmt: skip
