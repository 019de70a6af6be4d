"""JSON for the workbench: every change answers with the fragments that changed and a sentence to announce."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, TypeVar, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sluitend.apps.coding import actions, payloads, queries
from sluitend.apps.coding.models import CodingStep, Fragment, Memo
from sluitend.apps.coding.queries.live import text_of_team
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import InputError
from sluitend.web.answering import Handler, answer

SHOWN = "X-Sluitend-Version"  # number of the version that the browser shows


class Body(BaseModel):
    """A request's body: exactly these fields, of exactly these types."""

    model_config = ConfigDict(strict=True, extra="forbid")


# A database of text keeps no NUL.
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class SpanBody(Body):
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class CodingBody(SpanBody):
    code: int


class MemoBody(Body):
    fragment: int | None = None
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=0)
    text: Words

    @model_validator(mode="after")
    def of_one_thing(self) -> MemoBody:
        """A fragment that is there, or a span."""
        if (self.fragment is None) == (self.start is None or self.end is None):
            raise ValueError("fragment, or start and end")
        return self


class MemoTextBody(Body):
    text: Words


class CodeBody(Body):
    name: Words
    parent: int | None = None


B = TypeVar("B", bound=Body)


@dataclass
class Desk:
    """Who asks, about which source. Only who may code comes here."""

    request: HttpRequest
    user: User
    evaluation: Evaluation
    source: Source

    @classmethod
    def of(cls, request: HttpRequest, evaluation_id: int, source_number: int) -> Desk:
        """Raises NotFound, NotAllowed, InputError("coding.corrected_meanwhile")."""
        user = cast(User, request.user)
        evaluation = evaluation_for(user, evaluation_id, Action.CODE)
        desk = cls(request, user, evaluation, text_of_team(user, evaluation, source_number))
        desk.check_text()
        return desk

    @cached_property
    def version(self) -> SourceVersion:
        return queries.source_to_code(self.user, self.source)

    def check_text(self) -> None:
        """Offsets mean something in the text on the screen alone, of which the browser tells the number.

        Raises InputError("coding.corrected_meanwhile").
        """
        shown = self.request.headers.get(SHOWN)
        if shown is not None and shown != str(self.version.number):
            raise InputError("coding.corrected_meanwhile")

    def body(self, kind: type[B]) -> B:
        """Raises InputError("coding.bad_request"): no form of ours sends this."""
        try:
            return kind.model_validate_json(self.request.body)
        except ValidationError:
            raise InputError("coding.bad_request") from None

    def fragment(self, number: int) -> Fragment:
        return queries.fragment_of_source(self.user, self.source, number)

    def answer(self, number: int | None, message: str, **more: Any) -> dict[str, Any]:
        """The fragment of this number as it is now; removed when it is no longer there."""
        versions = list(self.source.versions.values_list("pk", flat=True))
        changed = [] if number is None else payloads.fragments_data(self.user, versions, numbers=[number])
        removed = [] if number is None or changed else [number]
        history = payloads.history_data(self.user, self.version)
        return {"changed": changed, "removed": removed, "message": message, **history, **more}


def endpoint(**handlers: Handler) -> Callable[..., HttpResponseBase]:
    """A view that answers JSON whatever happens; handlers by HTTP method."""

    def view(request: HttpRequest, evaluation_id: int, source_number: int, **numbers: int) -> HttpResponseBase:
        return answer(
            request, handlers, lambda handler: handler(Desk.of(request, evaluation_id, source_number), **numbers)
        )

    return view


def _apply(desk: Desk) -> dict[str, Any]:
    body = desk.body(CodingBody)
    code = queries.code_for(desk.user, desk.evaluation, body.code)
    coding = actions.apply_code(actor=desk.user, version=desk.version, start=body.start, end=body.end, code=code)
    number = coding.fragment.number
    return desk.answer(number, _("Code “%(code)s” put on F%(fragment)s.") % {"code": code.name, "fragment": number})


def _remove(desk: Desk, coding_id: int) -> dict[str, Any]:
    coding = queries.coding_for(desk.user, desk.source, coding_id)
    number, name = coding.fragment.number, coding.code.name
    actions.remove_coding(actor=desk.user, coding=coding)
    return desk.answer(number, _("Code “%(code)s” taken off F%(fragment)s.") % {"code": name, "fragment": number})


def _ensure(desk: Desk) -> dict[str, Any]:
    body = desk.body(SpanBody)
    fragment = actions.ensure_fragment(actor=desk.user, version=desk.version, start=body.start, end=body.end)
    return desk.answer(fragment.number, _("This is fragment F%(fragment)s.") % {"fragment": fragment.number})


def _write_memo(desk: Desk) -> dict[str, Any]:
    body = desk.body(MemoBody)
    with transaction.atomic():  # a memo that is refused leaves no fragment behind
        fragment = _fragment_of_memo(desk, body)
        actions.write_memo(actor=desk.user, about=fragment, text=body.text)
    return desk.answer(fragment.number, _("Memo written beside F%(fragment)s.") % {"fragment": fragment.number})


def _fragment_of_memo(desk: Desk, body: MemoBody) -> Fragment:
    if body.fragment is not None:
        return desk.fragment(body.fragment)
    start, end = body.start or 0, body.end or 0
    return actions.ensure_fragment(actor=desk.user, version=desk.version, start=start, end=end, for_memo=True)


def _change_memo(desk: Desk, memo_id: int) -> dict[str, Any]:
    body = desk.body(MemoTextBody)
    memo = queries.memo_for(desk.user, desk.source, memo_id)
    actions.change_memo(actor=desk.user, memo=memo, text=body.text)
    return _about_memo(desk, memo, _("Memo beside F%(fragment)s changed."), _("Memo at the text changed."))


def _delete_memo(desk: Desk, memo_id: int) -> dict[str, Any]:
    memo = queries.memo_for(desk.user, desk.source, memo_id)
    actions.delete_memo(actor=desk.user, memo=memo)
    return _about_memo(desk, memo, _("Memo beside F%(fragment)s deleted."), _("Memo at the text deleted."))


def _write_text_memo(desk: Desk) -> dict[str, Any]:
    body = desk.body(MemoTextBody)
    memo = actions.write_memo(actor=desk.user, about=desk.source, text=body.text)
    return _about_memo(desk, memo, "", _("Memo written at the text."))


def _about_memo(desk: Desk, memo: Memo, at_fragment: str, at_text: str) -> dict[str, Any]:
    if memo.fragment is None:
        return desk.answer(None, at_text, textMemos=payloads.text_memos_data(desk.user, desk.source))
    number = memo.fragment.number
    return desk.answer(number, at_fragment % {"fragment": number})


def _drop_fragment(desk: Desk, number: int) -> dict[str, Any]:
    actions.drop_fragment(actor=desk.user, fragment=desk.fragment(number))
    return desk.answer(number, "")


def _release(desk: Desk, number: int) -> dict[str, Any]:
    actions.release_quote(actor=desk.user, fragment=desk.fragment(number))
    return desk.answer(number, _("F%(fragment)s may be read outside the team.") % {"fragment": number})


def _withdraw(desk: Desk, number: int) -> dict[str, Any]:
    actions.withdraw_quote(actor=desk.user, fragment=desk.fragment(number))
    return desk.answer(number, _("F%(fragment)s stays within the team.") % {"fragment": number})


def _undo(desk: Desk) -> dict[str, Any]:
    step = actions.undo(actor=desk.user, source=desk.source)
    return desk.answer(step.fragment_number, _("Undone: %(what)s.") % {"what": _what(step)})


def _redo(desk: Desk) -> dict[str, Any]:
    step = actions.redo(actor=desk.user, source=desk.source)
    return desk.answer(step.fragment_number, _("Done again: %(what)s.") % {"what": _what(step)})


def _what(step: CodingStep) -> str:
    names = {"fragment": step.fragment_number, "code": step.code.name if step.code else ""}
    return (_("code “%(code)s” at F%(fragment)s") if step.code else _("memo beside F%(fragment)s")) % names


def _add_code(desk: Desk) -> dict[str, Any]:
    body = desk.body(CodeBody)
    parent = None if body.parent is None else queries.code_for(desk.user, desk.evaluation, body.parent)
    code = actions.add_code(actor=desk.user, evaluation=desk.evaluation, name=body.name, parent=parent)
    codes = payloads.codes_data(desk.user, desk.evaluation)
    return desk.answer(None, _("Code “%(code)s” added.") % {"code": code.name}, codes=codes, code=code.pk)


codings = endpoint(POST=_apply)
coding = endpoint(DELETE=_remove)
fragments = endpoint(POST=_ensure)
marked = endpoint(DELETE=_drop_fragment)
text_memos = endpoint(POST=_write_text_memo)
memos = endpoint(POST=_write_memo)
memo = endpoint(PATCH=_change_memo, DELETE=_delete_memo)
quote = endpoint(POST=_release, DELETE=_withdraw)
undo = endpoint(POST=_undo)
redo = endpoint(POST=_redo)
codes = endpoint(POST=_add_code)
