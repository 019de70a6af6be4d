"""The workbench on open answers: a window on thousands of them, with a choice above it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sluitend.apps.coding import queries
from sluitend.apps.coding.answer_forms import ChoiceForm
from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.answers import Window, window_on
from sluitend.apps.coding.queries.live import cursor_of
from sluitend.apps.coding.rendering import PART
from sluitend.apps.people.models import User
from sluitend.apps.sources.answer_sets import AnswerSet
from sluitend.apps.sources.models import SourceVersion
from sluitend.apps.sources.queries import SpeakerView, speakers_numbered


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """What the page of a set of answers shows besides the workbench."""

    form: ChoiceForm
    window: Window
    html: SafeString
    query: str  # of the choice, to go on with: empty or ending in &
    is_whole: bool  # nothing was left out
    cursor: str  # of what was read

    @property
    def pages(self) -> list[tuple[str, int, bool]]:
        """Words, number and whether it is this one, of the pages to go to."""
        here, last = self.window.page, self.window.pages
        shown = sorted({1, here - 1, here, here + 1, last} & set(range(1, last + 1)))
        return [(str(page), page, page == here) for page in shown]


def answers_page(request: HttpRequest, user: User, version: SourceVersion, focus: Fragment | None) -> AnswersPage:
    """The chosen answers of a version that was opened."""
    source = version.source
    cursor = str(cursor_of(user, source.evaluation_id, source.pk))  # before the rest: what comes meanwhile comes again
    codes = [(node.code.pk, node.path) for node in queries.flat(queries.codebook_for(user, source.evaluation))]
    answers = AnswerSet(version)
    form = ChoiceForm(request.GET, answers, codes)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    window = window_on(user, version, answers, form.choice(), coded=form.coded(), page=page, focus=focus)
    kept = request.GET.copy()
    for name in ("page", "fragment", "plaats", "begin"):
        kept.pop(name, None)
    query = kept.urlencode()
    html = answers_html(version, window)
    return AnswersPage(form, window, html, f"{query}&" if query else "", not form.is_choice, cursor)


def answers_html(version: SourceVersion, window: Window) -> SafeString:
    """The answers of a window, each a block of the workbench, under who gave it and the question it answers."""
    answers = window.answers
    turns = [answers.turns[answer] for answer in window.shown]
    who = speakers_numbered(version.source, {turn.speaker for turn in turns})
    rows, before = [], None
    for answer, turn in zip(window.shown, turns, strict=True):
        head = _head(who.get(turn.speaker), same=turn.speaker == before)
        question = escape(answers.questions[answers.question_of[answer]])
        words = escape(answers.text[turn.start : turn.end], quote=False)
        rows.append(
            f'<div class="w-answer">{head}<p class="w-answer__question">{question}</p></div><div class="w-row">'
            f'<p class="w-block w-block--paragraph" data-start="{turn.start}" data-end="{turn.end}">{words}</p></div>'
        )
        before = turn.speaker
    parts = ("".join(rows[at : at + PART]) for at in range(0, len(rows), PART))
    return mark_safe("".join(f'<div class="w-part">{part}</div>' for part in parts))  # noqa: S308 - escaped above


def _head(view: SpeakerView | None, *, same: bool) -> str:
    if view is None or same:
        return ""
    known = " · ".join(view.words) or _("nothing known of this respondent")
    return f'<p class="w-answer__who"><strong>{escape(view.label)}</strong> {escape(known)}</p>'
