"""Sets up the fictitious region, a fictitious town and their three evaluations, through the same actions as everybody.

The walk of the interim state stands in `walk.yaml`, that of the final measurement in `final.yaml`, `interviews/` and
`eindmeting/`, what the events of three years add to it in `keten/`, that of a pilot in another town in `pilot/`.
This module has them carried out, in the order of the evidence chain.
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
from sluitend.apps.people.permissions import Role
from sluitend.demo import tasks
from sluitend.demo.argue import Argument
from sluitend.demo.arrange import arrange_design, plan_phases
from sluitend.demo.chain import Chain
from sluitend.demo.fieldwork import arrange_start
from sluitend.demo.final import Final
from sluitend.demo.final_walk import read_final
from sluitend.demo.gather import gather_sources
from sluitend.demo.pilot_run import Pilot
from sluitend.demo.pilot_start import start_pilot
from sluitend.demo.pilot_walk import read_pilot
from sluitend.demo.region import set_up_organisations, set_up_people, set_up_region, set_up_subregions
from sluitend.demo.registered import Registered, is_there
from sluitend.work import names_host, runs
from sluitend.work.models import Run, State

WALK = Path(__file__).parent / "walk.yaml"
Walk = dict[str, Any]


def build_demo(*, owner: User, later: bool = False) -> str:
    """Set up the demo once, and say what was done. A set-up that was interrupted goes on where it was.

    `later` leaves the events and the pilot to the worker, and then has it learn what to suggest.
    """
    built = [build_interim(owner=owner), build_final(owner=owner)]
    if later:
        built += [_queued(owner, tasks.CHAIN, lacks_chain(owner)), _queued(owner, tasks.PILOT, _lacks_pilot(owner))]
        _suggest_later(owner)
    else:
        built += [build_chain(owner=owner), build_pilot(owner=owner)]
    title = read_final()["title"]
    if not any(built):
        return _("The fictitious example evaluations are there already. Begin with “%(title)s”.") % {"title": title}
    return _("The fictitious example evaluations are ready. Begin with “%(title)s”.") % {"title": title}


def _queued(owner: User, kind: str, is_lacking: bool) -> bool:
    """Whether there is still something to make, and the worker was asked to."""
    if is_lacking:
        tasks.queue(kind, owner=owner)
    return is_lacking


def _suggest_later(owner: User) -> None:
    """In the final measurement, where two people coded: from one person's codings little can be learned."""
    final = _found(owner, read_final())
    if final is not None and final.status == EvaluationStatus.RUNNING:
        researcher = final.memberships.filter(role=Role.RESEARCHER).order_by("pk").first()
        tasks.queue_suggestions(final, actor=researcher.user if researcher else owner)


def _lacks_pilot(owner: User) -> bool:
    return not _is_ready(owner, read_pilot())


def build_interim(*, owner: User) -> bool:
    """The interim state, with seven documents; False when it was there already."""
    walk = read_walk()
    if _is_ready(owner, walk):
        return False
    region, people = set_up_region(owner, walk), set_up_people(owner, walk)
    evaluation = _found(owner, walk) or _start(owner, people, walk, region)
    arrange_start(people["leader"], evaluation)
    sources = gather_sources(people["leader"], evaluation, walk["sources"])
    with transaction.atomic():
        Argument(people["researcher"], evaluation, sources).carry_out(walk)
        _finish(owner, evaluation, walk)
    return True


def build_final(*, owner: User) -> bool:
    """The final measurement, with eighteen interviews and a report; False when it was there already."""
    interim, walk = read_walk(), read_final()
    if _is_ready(owner, walk):
        return False
    region, people = set_up_region(owner, interim), set_up_people(owner, interim)
    set_up_organisations(owner, walk)
    set_up_subregions(owner, region, walk["regions"])
    people["second"] = set_up_people(owner, walk)["researcher"]
    evaluation = _found(owner, walk) or _start_final(owner, people, walk, region)
    arrange_start(people["leader"], evaluation)
    final = Final(people, evaluation, walk)
    with names_host.not_building():
        final.gather()
        final.argue()
        final.correct()
    with transaction.atomic():
        _finish(owner, evaluation, walk)
    return True


def lacks_chain(owner: User) -> bool:
    """Whether the final measurement is there, still under way, and without what rests on the events."""
    walk = read_final()
    found = _found(owner, walk) if _is_ready(owner, walk) else None
    return found is not None and found.status == EvaluationStatus.RUNNING and not is_there(found)


def build_chain(*, owner: User) -> bool:
    """What the final measurement asks of three years of events; False when there is nothing to add."""
    if not lacks_chain(owner):
        return False
    people = set_up_people(owner, read_walk())
    evaluation = _found(owner, read_final())
    assert evaluation is not None, "it lacks something"
    chain = Chain(people["leader"], people["researcher"], evaluation)
    chain.compute()
    with transaction.atomic():  # what says that it is ready comes with the last of it
        Evaluation.objects.select_for_update().get(pk=evaluation.pk)
        if is_there(evaluation):  # the worker and a command may both have been at it
            return False
        Registered(chain).argue()
    return True


def build_pilot(*, owner: User) -> bool:
    """A pilot with ten interviews in two measurements, and a report; False when it was there already."""
    walk = read_pilot()
    if not _lacks_pilot(owner):
        return False
    people = {role: one for role, one in set_up_people(owner, read_walk()).items() if role != Role.READER}
    people["second"] = set_up_people(owner, read_final())["researcher"]
    people |= set_up_people(owner, walk)
    set_up_organisations(owner, walk)
    evaluation = _found(owner, walk) or start_pilot(owner, people, walk)
    arrange_start(people["leader"], evaluation, walk["start"])
    pilot = Pilot(people, evaluation, walk)
    with names_host.not_building():
        _end_what_waits(evaluation)
        pilot.gather()
        pilot.hold_interim()
        pilot.ask_otherwise()
        pilot.measure()
        with transaction.atomic():  # what says that it is ready comes with the last of it
            pilot.conclude()
            _finish(owner, evaluation, walk)
    return True


def _end_what_waits(evaluation: Evaluation) -> None:
    """Read what a killed set-up left in the queue: this may be the worker, which does one thing at a time."""
    for run in Run.objects.filter(evaluation_id=evaluation.pk, state=State.QUEUED).order_by("pk"):
        runs.run_now(run)


def read_walk() -> Walk:
    """The walk of the interim state."""
    walk: Walk = yaml.safe_load(WALK.read_text("utf-8"))
    return walk


def _found(owner: User, walk: Walk) -> Evaluation | None:
    return next((one for one in queries.evaluations_for(owner) if one.title == walk["title"]), None)


def _is_ready(owner: User, walk: Walk) -> bool:
    found = _found(owner, walk)
    return found is not None and bool(found.summary)  # the summary is written last


def _start(owner: User, people: dict[str, User], walk: Walk, region: Region) -> Evaluation:
    """The evaluation from its template, with its members, places and logbook."""
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
        product = walk["region"]["product"]
        design.take_region(actor=owner, evaluation=evaluation, region=region, product=product)
        plan_phases(owner, evaluation, walk["phases"])
        for entry in walk["logbook"]:
            design.add_entry(actor=people["leader"], evaluation=evaluation, **{"text": "", **entry})
    return evaluation


def _start_final(owner: User, people: dict[str, User], walk: Walk, region: Region) -> Evaluation:
    with transaction.atomic():
        evaluation = _start(owner, people, {**walk, "region": walk["regions"]}, region)
        arrange_design(leader=people["leader"], evaluation=evaluation, walk=walk)
    return evaluation


def _finish(owner: User, evaluation: Evaluation, walk: Walk) -> None:
    evaluation.refresh_from_db()
    design.set_status(actor=owner, evaluation=evaluation, status=EvaluationStatus.RUNNING)
    design.change_evaluation(
        actor=owner,
        evaluation=evaluation,
        revision=evaluation.revision,
        title=evaluation.title,
        summary=walk["summary"],
        commissioner=design.organisation_named(actor=owner, name=walk["commissioner"]),
        starts=walk["starts"],
        ends=walk["ends"],
        place_kind=evaluation.place_kind,
    )
