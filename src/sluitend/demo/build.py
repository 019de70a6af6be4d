"""Sets up the fictitious region and its evaluation, through the same actions as everybody else.

The whole walk stands in `walk.yaml`; this module carries it out, in the order of the evidence chain.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.apps.design import actions as design
from sluitend.apps.design import queries
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.people.models import Region, User
from sluitend.demo.argue import Argument
from sluitend.demo.fieldwork import arrange_start
from sluitend.demo.gather import gather_sources
from sluitend.demo.region import set_up_people, set_up_region

WALK = Path(__file__).parent / "walk.yaml"


def build_demo(*, owner: User) -> str:
    """Set up the demo once, and say what was done. A set-up that was interrupted goes on where it was."""
    walk: dict[str, Any] = yaml.safe_load(WALK.read_text("utf-8"))
    found = next((one for one in queries.evaluations_for(owner) if one.title == walk["title"]), None)
    if found is not None and found.summary:  # the summary is written last
        return _("The fictitious example evaluation is there already.")
    region = set_up_region(owner, walk)
    people = set_up_people(owner, walk)
    evaluation = found or _start(owner, people, walk, region)
    arrange_start(people["leader"], evaluation)
    sources = gather_sources(people["leader"], evaluation, walk["sources"])
    with transaction.atomic():
        Argument(people["researcher"], evaluation, sources).carry_out(walk)
        _finish(owner, evaluation, walk)
    return _("The fictitious example evaluation is ready.")


def _start(owner: User, people: dict[str, User], walk: dict[str, Any], region: Region) -> Evaluation:
    """The evaluation from its template, with its members, places and logbook."""
    with transaction.atomic():
        evaluation = design.create_evaluation(
            actor=owner, template_key=walk["template"], title=walk["title"], fictitious=True
        )
        for role, user in people.items():
            design.add_member(actor=owner, evaluation=evaluation, user=user, role=role)
        product = walk["region"]["product"]
        design.take_region(actor=owner, evaluation=evaluation, region=region, product=product)
        design.plan_phases(actor=owner, evaluation=evaluation, starts=walk["starts"])
        for entry in walk["logbook"]:
            design.add_entry(actor=people["leader"], evaluation=evaluation, **{"text": "", **entry})
    return evaluation


def _finish(owner: User, evaluation: Evaluation, walk: dict[str, Any]) -> None:
    evaluation.refresh_from_db()
    design.set_status(actor=owner, evaluation=evaluation, status=EvaluationStatus.RUNNING)
    design.change_evaluation(
        actor=owner,
        evaluation=evaluation,
        revision=evaluation.revision,
        title=evaluation.title,
        summary=walk["summary"],
        commissioner=None,
        starts=None,
        ends=None,
        place_kind=evaluation.place_kind,
    )
