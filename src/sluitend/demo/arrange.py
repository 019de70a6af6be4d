"""What surrounds the final measurement: subregions, a fixed framework, agreements, bodies with their meetings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sluitend.apps.design import actions as design
from sluitend.apps.design import queries, template_store
from sluitend.apps.design.models import Body, Evaluation, MatrixCell, Meeting, Perspective
from sluitend.apps.people import queries as people
from sluitend.apps.people.models import User

Entry = dict[str, Any]
_REASON = "De maat staat in de eigen afspraken van de regio (fictief)."


def arrange_design(*, leader: User, evaluation: Evaluation, walk: Entry) -> None:
    """Say whom to hear and what is judged against, fix that, and write down who decides."""
    plan_matrix(leader, evaluation, walk["matrix"])
    for entry in walk.get("topics", ()):
        _ask_about(leader, evaluation, entry)
    _name_sources(leader, evaluation, walk["criterion_sources"], walk.get("criterion_reason", _REASON))
    design.lock_framework(actor=leader, evaluation=evaluation)
    for entry in walk["agreements"]:
        design.add_agreements(
            actor=leader,
            evaluation=evaluation,
            agreed=[design.Agreed(entry["text"], entry["article"])],
            parties=entry["parties"],
            agreed_on=walk["agreed_on"],
            due_on=entry.get("due_on"),
        )
    for entry in walk["bodies"]:
        _body(leader, evaluation, entry)
    _describe(leader, evaluation, walk)


def plan_phases(actor: User, evaluation: Evaluation, phases: dict[str, Entry]) -> None:
    """When each phase was; one that the walk does not name is not done in this evaluation."""
    for phase in queries.phases_for(actor, evaluation):
        if (dates := phases.get(phase.name)) is None:
            design.delete_phase(actor=actor, phase=phase)
        else:
            design.change_phase(
                actor=actor, phase=phase, revision=phase.revision, name=phase.name, kind=phase.kind, **dates
            )


def _describe(actor: User, evaluation: Evaluation, walk: Entry) -> None:
    """What is evaluated, from when, and what became of each method: the template's help gives way to it."""
    version = queries.object_versions_for(actor, evaluation)[-1]
    design.describe_object_version(
        actor=actor, version=version, revision=version.revision, starts=walk["agreed_on"], **walk["object"]
    )
    for method in queries.methods_for(actor, evaluation):
        if note := walk["methods"].get(method.name):
            design.change_method(
                actor=actor, method=method, revision=method.revision, name=method.name, kind=method.kind, note=note
            )


def _name_sources(actor: User, evaluation: Evaluation, sources: dict[str, str], reason: str) -> None:
    """Where the template leaves the source open, this region fills in its own agreement."""
    for line in queries.criteria_for(actor, evaluation):
        if line.name in sources:
            design.change_criterion(
                actor=actor,
                criterion=line.criterion,
                name=line.current.name,
                source=sources[line.name],
                good=line.current.good,
                insufficient=line.current.insufficient,
                reason=reason,
                seen=line.current.number,
            )


def _ask_about(actor: User, evaluation: Evaluation, entry: Entry) -> None:
    """A topic on the topic lists of several perspectives."""
    questions = [queries.question_for(actor, evaluation, label) for label in entry["questions"]]
    perspectives = _perspectives(actor, evaluation)
    for key in entry["perspectives"]:
        design.add_topic(
            actor=actor,
            perspective=perspectives[key],
            text=entry["text"],
            prompts=entry["prompts"],
            questions=questions,
        )


def _perspectives(actor: User, evaluation: Evaluation) -> dict[str, Perspective]:
    """By what the template calls them."""
    names = {one.name: one for one in queries.perspectives_for(actor, evaluation)}
    return {one.key: names[one.name] for one in template_store.template(evaluation.template_key).perspectives}


def _body(actor: User, evaluation: Evaluation, entry: Entry) -> None:
    body = design.add_body(
        actor=actor, evaluation=evaluation, name=entry["name"], kind=entry["kind"], mandate=entry["mandate"]
    )
    organisations = {one.name: one for one in people.organisations_for(actor)}
    for member in entry["members"]:
        organisation = organisations.get(member.get("organisation", ""))
        design.seat(actor=actor, body=body, name_or_function=member["who"], organisation=organisation)
    for meeting in entry["meetings"]:
        _meeting(actor, body, meeting)


def _meeting(actor: User, body: Body, entry: Entry) -> None:
    meeting = design.add_meeting(
        actor=actor, body=body, date=entry["date"], subject=entry["subject"], notes=entry["notes"]
    )
    for decision in entry["decisions"]:
        design.add_decision(actor=actor, meeting=meeting, text=decision)
    for action in entry["actions"]:
        _action(actor, meeting, action)


def _action(actor: User, meeting: Meeting, entry: Entry) -> None:
    made = design.add_body_action(
        actor=actor, meeting=meeting, text=entry["text"], owner=entry["owner"], due_on=entry["due_on"]
    )
    if done_on := entry.get("done_on"):
        design.change_body_action(
            actor=actor,
            action=made,
            revision=made.revision,
            text=made.text,
            owner=made.owner,
            due_on=made.due_on,
            done_on=done_on,
        )


def plan_matrix(leader: User, evaluation: Evaluation, lines: list[list[Any]]) -> None:
    """Plan what could be done here; the rest of what the template plans is taken out."""
    template = template_store.template(evaluation.template_key)
    methods = {one.name: one for one in queries.methods_for(leader, evaluation)}
    named = {one.key: methods[one.name] for one in template.methods}
    plans: dict[tuple[str, str], list[design.Plan]] = defaultdict(list)
    for question, perspective, method, level, planned, *each in lines:
        plan = design.Plan(named[method], planned, level, per_place=bool(each))
        plans[question, perspective].append(plan)
    keys = _perspectives(leader, evaluation)
    for label, key in sorted(plans.keys() | _planned(evaluation, {one.pk: key for key, one in keys.items()})):
        question = queries.question_for(leader, evaluation, label)
        design.set_cell(actor=leader, question=question, perspective=keys[key], plans=plans.get((label, key), []))


def _planned(evaluation: Evaluation, keys: dict[int, str]) -> set[tuple[str, str]]:
    cells = MatrixCell.objects.filter(question__evaluation=evaluation)
    return {(label, keys[pk]) for label, pk in cells.values_list("question__label", "perspective")}
