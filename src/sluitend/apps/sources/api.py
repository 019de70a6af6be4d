"""JSON for the screen on which names are taken out; docs/developer/names-out.md tells what goes to and fro."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Annotated, Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, pseudonyms, queries, queries_names
from sluitend.apps.sources.actions.names.deciding import Change
from sluitend.apps.sources.actions.names.everywhere import Elsewhere
from sluitend.apps.sources.models import NameKind, ProposalState, Source, SourceVersion
from sluitend.errors import InputError
from sluitend.web.answering import Handler, answer

# A database of text keeps no NUL.
Words = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200)]


class Body(BaseModel):
    """A request's body: exactly these fields, of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid")


class DecideBody(Body):
    proposals: list[int] = Field(min_length=1, max_length=10_000)
    state: str
    all: bool = False
    everywhere: bool = False
    entry: int | None = None
    pseudonym: Words | None = None
    kind: Words | None = None


class MoveBody(Body):
    proposal: int
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class AddBody(Body):
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    kind: Words = NameKind.PERSON.value
    entry: int | None = None
    pseudonym: Words | None = None
    all: bool = False
    everywhere: bool = False


class RenameBody(Body):
    entry: int
    pseudonym: Words


B = TypeVar("B", bound=Body)


@dataclass
class Desk:
    """Who asks, about which source. Only who may release a source comes here."""

    request: HttpRequest
    user: User
    evaluation: Evaluation
    source: Source

    @classmethod
    def of(cls, request: HttpRequest, evaluation_id: int, number: int) -> Desk:
        """Raises NotFound, NotAllowed."""
        user = cast(User, request.user)
        evaluation = evaluation_for(user, evaluation_id, Action.RELEASE_SOURCE)
        return cls(request, user, evaluation, queries.source_for(user, evaluation, number))

    @property
    def version(self) -> SourceVersion:
        """The newest version."""
        return self.source.versions.select_related("source__evaluation").order_by("-number")[0]

    def body(self, kind: type[B]) -> B:
        """Raises InputError("sources.bad_request"): no form of ours sends this."""
        try:
            return kind.model_validate_json(self.request.body)
        except ValidationError:
            raise InputError("sources.bad_request") from None

    def answer(self, version: SourceVersion, change: Change, message: str) -> dict[str, Any]:
        """What a step changed, and where the review stands now."""
        text = queries.version_text(version)
        every = list(version.name_proposals.select_related("entry"))
        changed = {row.pk for row in change.changed}
        rows = [row for row in every if row.pk in changed]
        views = queries_names.proposal_views(self.evaluation, text, rows, every)
        entries = [entry for entry in queries_names.list_for(self.user, self.evaluation) if entry.id in change.entries]
        counts = {state: sum(row.state == state for row in every) for state in ProposalState.values}
        return {
            "changed": [asdict(view) for view in views],
            "removed": change.removed,
            "entries": [asdict(entry) for entry in entries],
            **counts,
            "undo": queries_names.may_undo(self.user, version),
            "message": " ".join([message, *_elsewhere(change.elsewhere)]),
        }


def endpoint(**handlers: Handler) -> Callable[..., HttpResponseBase]:
    """A view that answers JSON whatever happens; handlers by HTTP method."""

    def view(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponseBase:
        return answer(request, handlers, lambda handler: handler(Desk.of(request, evaluation_id, number)))

    return view


def _review(desk: Desk) -> dict[str, Any]:
    """Everything; reading the text is opening the source, and recorded."""
    version = desk.version
    actions.open_unreleased(actor=desk.user, version=version)
    review = queries_names.review_for(desk.user, desk.source, version)
    found = _plain(review)
    counts = found.pop("counts")
    return {
        **found,
        **{name: list(map(_plain, getattr(review, name))) for name in ("blocks", "proposals", "entries")},
        **{state: counts.get(state, 0) for state in ProposalState.values},
        "kinds": [{"value": value, "label": str(label)} for value, label in NameKind.choices],
        "roles": list(pseudonyms.ROLES),
    }


def _plain(view: Any) -> dict[str, Any]:
    """Its fields as they are: `asdict` copies every value, of the thousands of blocks of a long text."""
    return {field.name: getattr(view, field.name) for field in fields(view)}


def _propose(desk: Desk) -> dict[str, Any]:
    run = actions.propose_names(actor=desk.user, version=desk.version)
    return {"run": run.pk, "state": run.state, "message": _("Names are being looked for.")}


def _decide(desk: Desk) -> dict[str, Any]:
    body, version = desk.body(DecideBody), desk.version
    change = actions.decide_names(
        actor=desk.user,
        version=version,
        proposals=body.proposals,
        state=body.state,
        all_same=body.all,
        everywhere=body.everywhere,
        entry=body.entry,
        pseudonym=body.pseudonym or "",
        kind=body.kind or "",
    )
    return desk.answer(version, change, _decided(body.state, len(change.changed)))


def _decided(state: str, count: int) -> str:
    if state == ProposalState.ACCEPTED:
        return ngettext("Replaced in %(count)s place.", "Replaced in %(count)s places.", count) % {"count": count}
    if state == ProposalState.REJECTED:
        return ngettext("Left in %(count)s place.", "Left in %(count)s places.", count) % {"count": count}
    return ngettext("Open again: %(count)s place.", "Open again: %(count)s places.", count) % {"count": count}


def _elsewhere(done: Elsewhere) -> list[str]:
    """What happened in the other texts, and where the words still stand."""
    said: list[str] = []
    if done.texts:
        texts = ngettext("%(count)s other conversation", "%(count)s other conversations", done.texts)
        places = npgettext("names", "%(count)s place", "%(count)s places", done.places)
        counted = {"texts": texts % {"count": done.texts}, "places": places % {"count": done.places}}
        said.append(_("Also in %(texts)s: %(places)s.") % counted)
    if done.left:
        words = ngettext(
            "In %(count)s other conversation it stays as it is, because somebody went on there.",
            "In %(count)s other conversations it stays as it is, because somebody went on there.",
            done.left,
        )
        said.append(words % {"count": done.left})
    if done.released:
        words = ngettext(
            "It still stands in %(count)s released text: %(sources)s. Correct that one if the name has to go there.",
            "It still stands in %(count)s released texts: %(sources)s. Correct those if the name has to go there.",
            len(done.released),
        )
        said.append(words % {"count": len(done.released), "sources": ", ".join(done.released)})
    return said


def _move(desk: Desk) -> dict[str, Any]:
    body, version = desk.body(MoveBody), desk.version
    change = actions.move_proposal(
        actor=desk.user, version=version, proposal=body.proposal, start=body.start, end=body.end
    )
    return desk.answer(version, change, _("The stretch was changed."))


def _add(desk: Desk) -> dict[str, Any]:
    body, version = desk.body(AddBody), desk.version
    change = actions.add_proposal(
        actor=desk.user,
        version=version,
        start=body.start,
        end=body.end,
        kind=body.kind,
        entry=body.entry,
        pseudonym=body.pseudonym or "",
        all_same=body.all,
        everywhere=body.everywhere,
    )
    return desk.answer(version, change, _decided(ProposalState.ACCEPTED, len(change.changed)))


def _undo(desk: Desk) -> dict[str, Any]:
    version = desk.version
    change = actions.undo_names(actor=desk.user, version=version)
    return desk.answer(version, change, _("The last step was undone."))


def _rename(desk: Desk) -> dict[str, Any]:
    body, version = desk.body(RenameBody), desk.version
    entry = queries_names.entry_for(desk.user, desk.evaluation, body.entry)
    actions.change_name(actor=desk.user, entry=entry, pseudonym=body.pseudonym)
    change = Change(list(version.name_proposals.filter(entry=entry)), [], [entry.pk])
    return desk.answer(version, change, _("The pseudonym was changed."))


def _finish(desk: Desk) -> dict[str, Any]:
    made = actions.finish_names(actor=desk.user, version=desk.version)
    url = reverse("sources:release", args=[desk.evaluation.pk, desk.source.number])
    return {"version": made.number, "url": url, "message": _("Names were replaced by pseudonyms.")}


review = endpoint(GET=_review)
propose = endpoint(POST=_propose)
decide = endpoint(POST=_decide)
move = endpoint(POST=_move)
add = endpoint(POST=_add)
undo = endpoint(POST=_undo)
rename = endpoint(POST=_rename)
finish = endpoint(POST=_finish)
