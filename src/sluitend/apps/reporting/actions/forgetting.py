"""Words that were withdrawn, where people of the team copied them: the row keeps its number, and loses them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Model

from sluitend.apps.fieldwork.copied import Row, copies, rows_in, telling
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.withdrawing import destroy_with_parts
from sluitend.apps.reporting.models import ArchiveFile, Remark, ReportStatement, SectionComment, Waiver

REMARKS, ACCOUNT = "reporting.remarks", "reporting.account"
GONE = "–"  # in the place of a reason that may not be empty
_FIELDS: dict[type[Model], tuple[str, ...]] = {
    Remark: ("passage", "text", "reason", "changed_text"),
    SectionComment: ("anchor", "text"),
    ReportStatement: ("text",),
    Waiver: ("reason",),
    ArchiveFile: ("reason",),
}


def forget_copies(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: comments, the account of the method and reasons that hold such words."""
    said, evaluation = telling(rows_in(destruction.words)), destruction.evaluation_id
    if not said:
        return
    remarks = sum(_emptied(one, said) for one in Remark.objects.filter(report__evaluation=evaluation))
    comments = SectionComment.objects.filter(section__report__evaluation=evaluation)
    destruction.note(REMARKS, count=remarks + sum(_emptied(one, said) for one in comments))
    written = sum(_emptied(one, said) for one in ReportStatement.objects.filter(report__evaluation=evaluation))
    waived = sum(_emptied(one, said) for one in Waiver.objects.filter(evaluation=evaluation))
    archived = sum(_emptied(one, said) for one in ArchiveFile.objects.filter(evaluation=evaluation))
    destruction.note(ACCOUNT, count=written + waived + archived)
    emptied = {"remarks": remarks, "statements": written, "waived": waived}
    destroy_with_parts(destruction, {part for part, count in emptied.items() if count})


def _emptied(row: Remark | SectionComment | ReportStatement | Waiver | ArchiveFile, said: Collection[Row]) -> int:
    """How many fields of a row were emptied; who has it open in a form cannot save it over this."""
    copied = [name for name in _FIELDS[type(row)] if copies(getattr(row, name), said)]
    for name in copied:
        setattr(row, name, GONE if isinstance(row, Waiver | ArchiveFile) else "")
    if copied:
        row.save(update_fields=copied)
    if copied and isinstance(row, Remark | ReportStatement):
        type(row)._default_manager.filter(pk=row.pk).update(revision=F("revision") + 1)
    return len(copied)
