"""What every measurement of the demo with interviews does: take in, take names out, code, find passages again.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sluitend.apps.coding import actions as coding
from sluitend.apps.design import template_store
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from sluitend.demo.argue import Argument
from sluitend.demo.coders import Coders, DocumentPassages, Passages
from sluitend.demo.final_walk import Row, evidence_for
from sluitend.demo.gather import DOCUMENTS, gather_sources
from sluitend.demo.hearing import FOLDER, Hearing, read
from sluitend.demo.names_out import NamesOut
from sluitend.demo.report_text import quoted

Entry = dict[str, Any]


class Interviewed:
    """The people of an evaluation at work on its interviews; `folder` holds what is known of these."""

    folder: Path = FOLDER
    files: Path = FOLDER
    documents: Path = DOCUMENTS

    def __init__(self, people: dict[str, User], evaluation: Evaluation, walk: Entry) -> None:
        self.leader, self.researcher = people["leader"], people["researcher"]
        self.evaluation, self.walk = evaluation, walk
        self.undecided: int = walk.get("undecided", {}).get("interview", 0)
        self.interviews: list[Entry] = self.read("truths.yaml")["interviews"]
        self.coders = Coders(evaluation, {"A": people["researcher"], "B": people["second"]})
        self.names = NamesOut(self.leader, evaluation, self.read("names.yaml"))
        self._passages: dict[int, Passages | DocumentPassages] = {}
        self.sources: dict[int, Source] = {}

    def read(self, name: str) -> Any:
        """One of the files that say what is in the interviews."""
        return read(name, self.folder)

    def about(self, interview: Entry) -> Entry:
        """What is known of an interview besides who speaks in it."""
        return {}

    def take_in(self) -> None:
        """Take in the interviews and, numbered after them, the documents."""
        template = template_store.template(self.evaluation.template_key)
        perspectives = {one.key: one.name for one in template.perspectives}
        hearing = Hearing(self.leader, self.evaluation, perspectives, files=self.files, about=self.about)
        self.sources = {one["number"]: hearing.take_in(one) for one in self.interviews}
        documents = gather_sources(self.leader, self.evaluation, self.walk["documents"], self.documents)
        self.sources |= dict(enumerate(documents, len(self.interviews) + 1))
        self.names.fill_list(self.sources[1])

    def code(self, number: int, entries: dict[str, list[Entry]]) -> None:
        """Everybody's codes on one interview."""
        if number != self.undecided:
            self.coders.code(lambda: self.passages(number), self.sources[number], entries)

    def passages(self, number: int) -> Passages | DocumentPassages:
        """Where quotes are: of an interview in its text without names."""
        if number not in self._passages:
            source = self.sources[number]
            is_document = number > len(self.interviews)
            self._passages[number] = DocumentPassages(source) if is_document else Passages(source, self.names)
        return self._passages[number]

    def evidence(self, entry: Entry) -> list[Row]:
        """All that a finding rests on."""
        return evidence_for(entry, but=self.undecided, folder=self.folder)

    def supported(self, argument: Argument, entry: Entry, rows: Iterable[Row]) -> Entry:
        """The finding with this evidence, whose fragments are made when nobody coded exactly these words."""
        kept = list(rows)
        for key, number, quote, _stance, _note in kept:
            argument.fragments[key] = self.passages(number).fragment(self.researcher, quote)
        return {**entry, "evidence": [[key, stance, note] for key, _number, _quote, stance, note in kept]}

    def agreement(self, entry: Entry) -> Entry:
        """The agreement with the passages in which it stands and that show whether it was kept."""
        evidence = [
            [self.passages(number).fragment(self.researcher, quote), stance]
            for number, stance, quote in entry["evidence"]
        ]
        number, quote = entry["where"]
        return {**entry, "where": self.passages(number).fragment(self.researcher, quote), "evidence": evidence}

    def release_quotes(self, argument: Argument) -> None:
        """Let out the words that the chapters give."""
        for key in quoted(self.walk["report"]["sections"]):
            if not argument.fragments[key].version.source.is_public:
                coding.release_quote(actor=self.researcher, fragment=argument.fragments[key])
