"""The pilot of the demo begins: its town, its plan, and the role as it was and as it became."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sluitend.apps.design import actions as design
from sluitend.apps.design import queries
from sluitend.apps.design.models import Evaluation, PlaceKind
from sluitend.apps.people.models import User
from sluitend.demo.arrange import arrange_design, plan_phases
from sluitend.demo.region import set_up_municipality

Entry = dict[str, Any]


def start_pilot(owner: User, people: dict[str, User], walk: Entry) -> Evaluation:
    """The evaluation from its template, with all that is known before anybody was spoken with."""
    set_up_municipality(owner, walk["municipality"])
    with transaction.atomic():
        evaluation = design.create_evaluation(
            actor=owner,
            template_key=walk["template"],
            title=walk["title"],
            fictitious=True,
            starts=walk["starts"],
            ends=walk["ends"],
        )
        for key, user in people.items():
            role = "researcher" if key == "second" else key
            design.add_member(actor=owner, evaluation=evaluation, user=user, role=role)
        _arrange(people["leader"], evaluation, walk)
    return evaluation


def _arrange(leader: User, evaluation: Evaluation, walk: Entry) -> None:
    names = [walk["municipality"]["name"]]
    design.add_places(actor=leader, evaluation=evaluation, names=names, kind=PlaceKind.MUNICIPALITY)
    plan_phases(leader, evaluation, walk["phases"])
    for entry in walk["logbook"]:
        design.add_entry(actor=leader, evaluation=evaluation, **{"text": "", **entry})
    arrange_design(leader=leader, evaluation=evaluation, walk=walk)
    narrowed = queries.object_for(leader, evaluation)
    design.add_object_version(actor=leader, evaluated_object=narrowed, seen=1, **walk["narrowed"])
