"""The interviews of the final measurement go in, with who speaks in them, their consent and the ground.

What is planted in them stands in `interviews/truths.yaml`; a speaker's name goes nowhere but into the sealed identity.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork import queries as fieldwork_queries
from sluitend.apps.fieldwork.models import AgeGroup, GivenHow, Purpose, Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people import queries as people
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.models import GroundKind, Source
from sluitend.apps.sources.speakers import speaker_rows_for

FOLDER = Path(__file__).parent / "interviews"
KEPT = timedelta(days=5 * 365)
_MINORS = {"jongere": AgeGroup.SIXTEEN}
Entry = dict[str, Any]


@cache
def read(name: str, folder: Path = FOLDER) -> Any:
    """One of the files that say what is in the interviews."""
    return yaml.safe_load((folder / name).read_text("utf-8"))


class Hearing:
    """The project leader takes the interviews in, one after the other."""

    def __init__(
        self,
        actor: User,
        evaluation: Evaluation,
        template_perspectives: dict[str, str],
        *,
        files: Path = FOLDER,
        about: Callable[[Entry], Entry] = lambda _interview: {},
    ) -> None:
        """`about` gives what is known of an interview besides: its phase, the version of the object it is about."""
        self.actor, self.evaluation, self._files, self._about = actor, evaluation, files, about
        perspectives = {one.name: one for one in design.perspectives_for(actor, evaluation)}
        self._perspectives = {key: perspectives[name] for key, name in template_perspectives.items()}
        self._places = {one.name: one for one in design.places_for(actor, evaluation)}
        self._methods = {one.name: one for one in design.methods_for(actor, evaluation)}
        self._organisations = {one.name: one for one in people.organisations_for(actor)}
        self._letter = fieldwork_queries.newest_letter(evaluation)

    def take_in(self, interview: Entry) -> Source:
        """The source of an interview, with its speakers and their consent; one that is there already stays as it is."""
        (outcome,) = actions.import_paths(
            actor=self.actor,
            evaluation=self.evaluation,
            paths=[self._files / interview["file"]],
            attributes=self._attributes(interview),
        )
        if outcome.number is None:
            raise RuntimeError(f"{interview['file']} of the demo was refused")
        source = queries.source_for(self.actor, self.evaluation, outcome.number)
        if not hasattr(source, "ground"):
            with transaction.atomic():
                self._record_who(source, interview)
        return queries.source_for(self.actor, self.evaluation, outcome.number)

    def _attributes(self, interview: Entry) -> Entry:
        """Of the source is what all its speakers share; the rest is of each of them."""
        heard = _heard(interview)
        shared = {key: values.pop() for key in _PLACED if len(values := {one.get(key) for one in heard}) == 1}
        method = "Individuele interviews" if len(heard) == 1 else "Groepsgesprekken"
        return {
            "kind": interview["kind"],
            "date": interview["date"],
            "method": self._methods[method],
            "is_public": False,
            **self._placed(shared),
            **self._about(interview),
        }

    def _placed(self, entry: Entry) -> Entry:
        """Perspective, level, place and organisation; what is not in the register is left out."""
        found = {
            "perspective": self._perspectives.get(entry.get("perspective", "")),
            "place": self._places.get(f"{entry.get('place')} (fictief)"),
            "organisation": self._organisations.get(entry.get("organisation", "")),
            "level": entry.get("level"),
        }
        return {key: value for key, value in found.items() if value}

    def _record_who(self, source: Source, interview: Entry) -> None:
        if approval := interview.get("approval"):
            actions.set_approval(actor=self.actor, source=source, seen=source.approval, approval=approval)
        respondents = {one["label"]: self._known(one) or self._respondent(interview, one) for one in _heard(interview)}
        rows = speaker_rows_for(self.actor, source)
        changes = {
            row.speaker.number: actions.SpeakerChange(
                revision=row.speaker.revision,
                is_interviewer=row.label not in respondents,
                respondent=respondents.get(row.label),
            )
            for row in rows
        }
        actions.change_speakers(actor=self.actor, source=source, changes=changes)
        who = list(respondents.values())
        actions.set_ground(actor=self.actor, source=source, kind=GroundKind.CONSENT, respondents=who)

    def _known(self, entry: Entry) -> Respondent | None:
        """Somebody who was spoken with before is the same person, and has consented."""
        if not entry.get("again"):
            return None
        identities = fieldwork.open_identities(actor=self.actor, evaluation=self.evaluation)
        respondents = self.evaluation.respondents.all()
        return next(one for one in respondents if identities[one.pk].name == entry["name"])

    def _respondent(self, interview: Entry, entry: Entry) -> Respondent:
        respondent = fieldwork.add_respondent(
            actor=self.actor,
            evaluation=self.evaluation,
            identity=Identity(name=entry["name"]),
            function=entry["role"],
            age_group=_MINORS.get(entry["role"], AgeGroup.ADULT),
            **self._placed(entry),
        )
        given_on = min(interview["date"], timezone.localdate())
        fieldwork.record_consent(
            actor=self.actor,
            respondent=respondent,
            purposes=[Purpose.EVALUATION, Purpose.LEARNING],
            how=GivenHow.SIGNED,
            given_on=given_on,
            retain_until=timezone.localdate() + KEPT,
            recording=interview["kind"] == "transcript",
            quoting=True,
            letter=self._letter,
        )
        return respondent


_PLACED = ("perspective", "level", "place", "organisation")


def _heard(interview: Entry) -> list[Entry]:
    return [one for one in interview["speakers"] if not one.get("interviewer")]
