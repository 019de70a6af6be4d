"""The cells of the matrix as HTML, made here and not in a template: a large matrix has six hundred of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sluitend.apps.design.queries import GridRow, PlannedCell
from sluitend.web import icons

HIDDEN = '<span class="s-visually-hidden">{}</span>'


class Cells:
    """Draws the rows of one page. `edit` is the address of the matrix for who may change it, else empty."""

    def __init__(self, edit: str) -> None:
        self._edit = edit
        nothing = HIDDEN.format(escape(_("nothing planned")))
        self._nothing = f'<span class="d-plan">{icons.icon("plus")}{nothing}</span>' if edit else nothing
        self._said = escape(_("Plan %(label)s for %(perspective)s:"))
        self._each_place = _("each place")
        self._drawn: dict[tuple[int | str | bool, ...], str] = {}

    def of(self, row: GridRow) -> SafeString:
        """The cells of a question, one for each perspective."""
        return mark_safe("".join(self._cells(row)))  # noqa: S308 - every word in it is escaped below

    def _cells(self, row: GridRow) -> Iterator[str]:
        label = escape(row.question.label)
        for cell in row.cells:
            who, plans = escape(cell.perspective.name), self._plans(cell.plans)
            state = "" if cell.plans else " d-matrix__cell--empty"
            yield f'<td class="d-matrix__cell{state}" data-label="{who}">'
            if self._edit:
                said = HIDDEN.format(self._said % {"label": label, "perspective": who})
                url = f"{self._edit}{label}/{cell.perspective.pk}/"
                yield f'<a class="d-matrix__edit" href="{url}">{said} {plans}</a></td>'
            else:
                yield f"<div>{plans}</div></td>"

    def _plans(self, plans: Iterable[PlannedCell]) -> str:
        return " ".join(map(self._plan, plans)) or self._nothing

    def _plan(self, plan: PlannedCell) -> str:
        """Such as "6 × Interviews executive, each place": the same words stand in many cells."""
        key = (plan.planned, plan.method_id, plan.level, plan.per_place, plan.place)
        if key not in self._drawn:
            where = ", ".join(filter(None, (plan.level_label, self._each_place if plan.per_place else plan.place)))
            beside = f' <span class="s-muted">{escape(where)}</span>' if where else ""
            number = f'<span class="d-number">{plan.planned} ×</span>'
            self._drawn[key] = f'<span class="d-plan">{number} {escape(plan.method)}{beside}</span>'
        return self._drawn[key]
