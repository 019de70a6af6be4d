"""What the pages of exchange show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.queries.blindness import closed_to
from sluitend.apps.design.access import check, may
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.exchange import arriving_rounds, guids, placing, receiving
from sluitend.apps.reporting.actions.exchange.asking import sentence_of
from sluitend.apps.reporting.actions.exchange.variables import suggested
from sluitend.apps.reporting.exchange import links
from sluitend.apps.reporting.exchange.staying import staying
from sluitend.apps.reporting.models import (
    ExchangeEnd,
    ExchangeExport,
    ExchangeGroup,
    ExchangeImport,
    ExchangeKind,
    ExchangeLink,
    ExchangeWaiting,
    ExportState,
    ImportState,
)
from sluitend.errors import InputError, NotFound
from sluitend.formats.qdpx.losses import few_alike
from sluitend.formats.qdpx.taken_parts import Taken
from sluitend.web.wording import sentence
from sluitend.work.models import Run, State

MOST_ALIKE = 200  # things of one kind on a page
MOST_LINKS = 100  # that the page shows
WORDS: Mapping[str, str | Promise] = {
    "users": _("coders"),
    "codes": _("codes"),
    "sources": _("sources"),
    "selections": _("passages"),
    "codings": _("codings"),
    "cases": _("cases"),
    "variables": _("variables"),
    "sets": _("groups"),
    "notes": _("notes"),
    "links": _("links"),
    "findings": _("findings"),
    "conclusions": _("conclusions"),
    "recommendations": _("recommendations"),
    "rounds": _("coding rounds"),
}


def counted(figures: Mapping[str, int]) -> list[tuple[str, int]]:
    """In words, in the order in which people think of them; what there is none of is left out."""
    return [(str(words), figures[name]) for name, words in WORDS.items() if figures.get(name)]


@dataclass(frozen=True, slots=True)
class Line:
    """A file that was asked for or that came in, and how far the work on it is."""

    row: ExchangeExport | ExchangeImport
    run: Run | None

    @property
    def is_busy(self) -> bool:
        return self.row.state in (ExportState.WAITING, ImportState.WAITING, ImportState.BUSY)

    @property
    def is_waiting(self) -> bool:
        return self.is_busy and (self.run is None or self.run.state == State.QUEUED)

    @property
    def percent(self) -> int:
        return self.run.progress if self.run else 0

    @property
    def is_ready(self) -> bool:
        row = self.row
        return (
            isinstance(row, ExchangeExport) and row.until is not None and row.until > timezone.now() and bool(row.path)
        )

    @property
    def is_failed(self) -> bool:
        return self.row.state == ExportState.FAILED

    @property
    def has_failed_before(self) -> bool:
        """Whether bringing it in did not work; it can be tried again."""
        return self.waits_for_choices and self.run is not None and self.run.state == State.FAILED

    @property
    def waits_for_choices(self) -> bool:
        return self.row.state == ImportState.READ

    @property
    def is_done(self) -> bool:
        return self.row.state == ImportState.DONE

    @property
    def state(self) -> str:
        return str(self.row.get_state_display())

    @property
    def figures(self) -> list[tuple[str, int]]:
        return counted(self.row.figures)

    @property
    def refusal(self) -> str:
        """Why a file was refused, in words."""
        refusal: dict[str, Any] = getattr(self.row, "refusal", {})
        return sentence(InputError(refusal["code"], **refusal["data"])) if refusal else ""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link of another tool, and what it leads from and to, in words."""

    row: ExchangeLink
    origin: str
    target: str

    @property
    def direction(self) -> str:
        return str(self.row.get_direction_display()) if self.row.direction else ""


def _line_of(one: ExchangeLink) -> LinkLine:
    return LinkLine(one, _words(one.origin), _words(one.target))


def _words(end: ExchangeEnd) -> str:
    """Of a passage only where it lies: its words stand in the source."""
    if end.code is not None:
        return gettext("code “%(name)s”") % {"name": end.code.name}
    if end.group is not None:
        return gettext("group “%(name)s”") % {"name": end.group.name}
    if (source := links.source_of(end)) is None:
        return str(end.respondent) if end.respondent is not None else gettext("memo on a code")
    if end.source is not None:
        return str(source)
    return (gettext("memo at %(source)s") if end.memo else gettext("passage of %(source)s")) % {"source": source}


@dataclass(frozen=True, slots=True)
class Overview:
    exports: list[Line]
    imports: list[Line]
    waiting: int  # passages that wait for the release of their text
    groups: list[ExchangeGroup]  # with `of_codes` and `of_sources`: how many
    links: list[LinkLine]  # the first of them
    more_links: int

    @property
    def is_busy(self) -> bool:
        return any(one.is_busy for one in (*self.exports, *self.imports))


def overview_for(user: User, evaluation: Evaluation) -> Overview:
    """All files, newest first; a fixed number of queries. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.EXCHANGE)
    exports = list(ExchangeExport.objects.filter(evaluation=evaluation).select_related("by"))
    rows = ExchangeImport.objects.filter(evaluation=evaluation).select_related("by")
    imports = list(rows.defer("sealed_content", "sealed_outcome"))
    every: list[ExchangeExport | ExchangeImport] = [*exports, *imports]
    runs = Run.objects.in_bulk([int(one.run_id) for one in every if one.run_id])
    waiting = ExchangeWaiting.objects.filter(version__source__evaluation=evaluation, placed_at__isnull=True)
    counts = waiting.values_list("count", flat=True)

    def line(one: ExchangeExport | ExchangeImport) -> Line:
        return Line(one, runs.get(int(one.run_id or 0)))

    groups = ExchangeGroup.objects.filter(evaluation=evaluation).annotate(
        of_codes=Count("codes", distinct=True), of_sources=Count("sources", distinct=True)
    )
    every_link = links.visible_links(user, evaluation)
    shown = [_line_of(one) for one in every_link[:MOST_LINKS]]
    more = every_link.count() - MOST_LINKS if len(shown) == MOST_LINKS else 0
    lines = ([line(one) for one in exports], [line(one) for one in imports])
    return Overview(*lines, sum(counts), list(groups), shown, more)


def losses_for(user: User, evaluation: Evaluation, *, with_names: bool = False) -> list[str]:
    """What an export would not take along, in words; of very much of one kind the file has the rest.

    Raises NotFound, NotAllowed.
    """
    check(user, evaluation, Action.EXCHANGE)
    told = few_alike(staying(evaluation, with_names=with_names), MOST_ALIKE, "and_more_there")
    return [sentence_of(one) for one in told]


def export_for(user: User, evaluation: Evaluation, export_id: int) -> ExchangeExport:
    """Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.EXCHANGE)
    found = ExchangeExport.objects.filter(evaluation=evaluation, pk=export_id).first()
    if found is None:
        raise NotFound("export")
    return found


def group_for(user: User, evaluation: Evaluation, group_id: int) -> ExchangeGroup:
    """Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.EXCHANGE)
    found = ExchangeGroup.objects.filter(evaluation=evaluation, pk=group_id).first()
    if found is None:
        raise NotFound("group")
    return found


def link_for(user: User, evaluation: Evaluation, link_id: int) -> ExchangeLink:
    """Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.EXCHANGE)
    found = links.visible_links(user, evaluation).filter(pk=link_id).first()
    if found is None:
        raise NotFound("link")
    return found


def import_for(user: User, evaluation: Evaluation, import_id: int) -> ExchangeImport:
    """Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.EXCHANGE)
    found = ExchangeImport.objects.filter(evaluation=evaluation, pk=import_id).select_related("by").first()
    if found is None:
        raise NotFound("import")
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds and what of it will not come along, before anything is brought in; or what did not."""

    line: Line
    taken: Taken | None
    losses: list[str]
    brought: list[tuple[str, int]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)  # what variables and cases became
    left: list[str] = field(default_factory=list)  # passages that could not be placed at the release of their text


def look_for(user: User, evaluation: Evaluation, import_id: int) -> Look:
    """Raises NotFound, NotAllowed."""
    row = import_for(user, evaluation, import_id)
    line = Line(row, Run.objects.filter(pk=int(row.run_id or 0)).first())
    if row.state == ImportState.READ:
        taken = receiving.content_of(row)
        kept_back = arriving_rounds.kept_back(user, evaluation, taken.sidecar or {})
        return Look(line, taken, [sentence_of(one) for one in (*taken.losses, *kept_back)])
    outcome = receiving.outcome_of(row)
    losses, done = ([sentence_of(one) for one in some] for some in (outcome.losses, outcome.done))
    return Look(line, None, losses, counted(row.brought), done, list(_left(user, row)))


def _left(user: User, row: ExchangeImport) -> list[str]:
    """Not of a text that the user codes blind: it would say where others coded."""
    waiting = ExchangeWaiting.objects.filter(imported=row, placed_at__isnull=False)
    texts = waiting.filter(version__source__withdrawn_at__isnull=True).select_related("version__source")
    texts = texts.exclude(version__source__in=closed_to(user))
    waits = (placing.waits(str(one.version.source), placing.opened(one)) for one in texts)
    return [sentence_of(told) for some in waits for told in some]


@dataclass(frozen=True, slots=True)
class Coder:
    """A coder of a file, whom it seems to be here, and whom this user may say that it is."""

    guid: str
    name: str
    member: int
    members: list[tuple[int, str]]


def coders_for(user: User, evaluation: Evaluation, taken: Taken) -> list[Coder]:
    """Known by an earlier file, by GUID. A name guesses nobody: many have one, and ours give pseudonyms.

    Raises NotFound, NotAllowed.
    """
    check(user, evaluation, Action.EXCHANGE)
    rows = Membership.objects.filter(evaluation=evaluation).select_related("user").order_by("user__name")
    members = [(one.user_id, one.user.name) for one in rows]
    known = guids.known(evaluation, ExchangeKind.USER)
    says = may(user, evaluation, Action.SAY_WHO_CODED)
    found = []
    for guid, name in taken.users:
        mine = [one for one in members if says or one[0] in (user.pk, known.get(guid))]
        before = known.get(guid, 0)
        found.append(Coder(guid, name, before if before in dict(mine) else 0, mine))
    return found


KINDS: Mapping[str, str | Promise] = {
    "Text": _("text"),
    "Boolean": _("yes or no"),
    "Integer": _("whole number"),
    "Float": _("number"),
    "Date": _("date"),
    "DateTime": _("date and time"),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a file: how much it says, and what it would become here."""

    guid: str
    name: str
    kind: str
    values: int
    different: int
    became: str


def variables_for(user: User, evaluation: Evaluation, taken: Taken) -> list[Variable]:
    """Those with a value, of another tool; ours are known. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.EXCHANGE)
    if taken.sidecar is not None:
        return []
    values: dict[str, list[str]] = {}
    for rows in (*(one.values for one in taken.sources), *(one["values"] for one in taken.cases)):
        for _name, value, guid in (row for row in rows if len(row) > 2):
            values.setdefault(guid, []).append(" ".join(value.split()))
    became = suggested(evaluation, taken)
    return [
        Variable(guid, name, str(KINDS.get(kind, kind)), len(values[guid]), len(set(values[guid])), became[guid])
        for guid, name, kind in taken.variables
        if guid in values
    ]
