"""What has been arranged before people's words may be coded, and what has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sluitend.apps.design.access import check, may
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.fieldwork.models import GateItem, GateItemState, GateKind
from sluitend.apps.fieldwork.models.gate import PER_MEMBER
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, Role
from sluitend.errors import NotFound

_TEAM = (Role.LEADER, Role.RESEARCHER)  # whoever reads what people said


@dataclass(frozen=True, slots=True)
class GateLine:
    """One line of the start gate; `item` is None as long as nobody has written anything about it."""

    kind: GateKind
    member: User | None
    item: GateItem | None

    @property
    def state(self) -> GateItemState:
        return GateItemState(self.item.state) if self.item else GateItemState.OPEN

    @property
    def date(self) -> date | None:
        return self.item.date if self.item else None

    @property
    def is_open(self) -> bool:
        return self.state == GateItemState.OPEN


@dataclass(frozen=True, slots=True)
class GateState:
    """All lines: those of the evaluation, then those of each member of the team."""

    lines: tuple[GateLine, ...]

    @property
    def open_items(self) -> tuple[GateLine, ...]:
        return tuple(line for line in self.lines if line.is_open)

    @property
    def is_open(self) -> bool:
        """Whether the gate stands open: people's words may be coded."""
        return not self.open_items


def gate_state(evaluation: Evaluation) -> GateState:
    """The gate as it stands, for a caller that has checked who asks. Two queries."""
    rows = {(row.kind, row.member_id): row for row in evaluation.gate_items.all()}
    members = [one.user for one in evaluation.memberships.filter(role__in=_TEAM).select_related("user")]
    wanted: list[tuple[GateKind, User | None]] = [(kind, None) for kind in GateKind if kind not in PER_MEMBER]
    wanted += [(kind, member) for member in members for kind in PER_MEMBER]
    return GateState(
        tuple(GateLine(kind, member, rows.get((kind, member.pk if member else None))) for kind, member in wanted)
    )


def gate_state_for(user: User, evaluation: Evaluation) -> GateState:
    """Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FIELDWORK)
    return gate_state(evaluation)


def gate_line_for(user: User, evaluation: Evaluation, kind: str, member_id: int | None) -> GateLine:
    """One line. Raises NotFound, NotAllowed."""
    for line in gate_state_for(user, evaluation).lines:
        if line.kind == kind and (line.member.pk if line.member else None) == member_id:
            return line
    raise NotFound("line of the start gate")


def open_items_by_evaluation_for(user: User, evaluations: Iterable[Evaluation]) -> dict[int, int]:
    """How many lines are open, by evaluation in which the user sees the gate. Two queries, whatever the length."""
    seen = [one.pk for one in evaluations if may(user, one, Action.VIEW_FIELDWORK)]
    team = Membership.objects.filter(evaluation__in=seen, role__in=_TEAM).values_list("evaluation_id", "user_id")
    settled = GateItem.objects.filter(evaluation__in=seen).exclude(state=GateItemState.OPEN)
    closed: set[tuple[int, str, int | None]] = set(settled.values_list("evaluation_id", "kind", "member_id"))
    wanted: list[tuple[int, GateKind, int | None]] = [
        (pk, kind, None) for pk in seen for kind in GateKind if kind not in PER_MEMBER
    ]
    wanted += [(pk, kind, member) for pk, member in team for kind in PER_MEMBER]
    counted = Counter(pk for pk, kind, member in wanted if (pk, kind.value, member) not in closed)
    return {pk: counted[pk] for pk in seen}
