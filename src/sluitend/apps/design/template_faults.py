"""What is wrong in a template, in words: one sentence for each fault, with the line on which it stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from sluitend.apps.people.audit_words import Words
from sluitend.errors import InputError

MOST = 20
_ = gettext_lazy

FAULTS: dict[str, Words] = {
    "alias": _("an alias (*name) is not allowed; write the part out"),
    "extra_forbidden": _("a template has no such part; remove it"),
    "greater_than_equal": _("the number is too low"),
    "has_criterion": _("this question has a criterion, so it says not why it has none"),
    "int_type": _("a whole number belongs here"),
    "key_twice": _("this part stands here twice"),
    "less_than_equal": _("the number is too high"),
    "level_not_of_perspective": _("this perspective is not divided by this level"),
    "literal_error": _("this is not one of the words that are possible here"),
    "missing": _("this part is missing"),
    "nested_too_deep": _("a question lies two levels deep at most"),
    "no_criterion": _("this question has no criterion, and no reason why not"),
    "not_in_matrix": _("this does not occur in the matrix"),
    "not_on_topic_list": _("the matrix asks this, but it is not on the topic list of this perspective"),
    "not_utf8": _("the file is not in UTF-8; save it as such"),
    "not_yaml": _("the file is not YAML; look at the indents and quotation marks here"),
    "question_out_of_order": _("the questions are not numbered in order"),
    "string_pattern_mismatch": _("the key is not written as it should be (small letters, or V1.2)"),
    "string_too_long": _("the text is too long"),
    "string_too_short": _("the text is empty"),
    "string_type": _("a text belongs here"),
    "too_large": _("the file is larger than a template can be"),
    "too_long": _("there are too many here"),
    "too_short": _("there are too few here"),
    "topic_not_in_matrix": _("the topic list asks this, but the matrix does not plan it"),
    "twice": _("this stands here twice"),
    "unknown_block": _("this part that fills itself does not exist"),
    "unknown_method": _("this method does not exist in the template"),
    "unknown_perspective": _("this perspective does not exist in the template"),
    "unknown_question": _("this question does not exist in the template"),
    "unknown_reference": _("this reference points at a question that does not exist in the template"),
}
OTHER = _("this is not what belongs here")


def faults_of(error: InputError) -> list[str]:
    """A sentence for each fault of `formats.template_invalid`; of many only the first ones, and how many more."""
    problems: Any = error.data["problems"]
    lines: Any = error.data["lines"]
    told = [_told(problem, line) for problem, line in zip(problems, lines, strict=True)]
    if len(told) > MOST:
        told[MOST:] = [gettext("And %(more)d more.") % {"more": len(problems) - MOST}]
    return list(dict.fromkeys(told))


def _told(problem: tuple[str, str, object], line: int) -> str:
    path, code, _value = problem
    words = {"line": line, "where": path, "what": FAULTS.get(code, OTHER)}
    if line and ":" not in path:
        return gettext("Line %(line)d (%(where)s): %(what)s.") % words
    if line:
        return gettext("Line %(line)d: %(what)s.") % words
    return gettext("%(where)s: %(what)s.") % words if path else gettext("The file: %(what)s.") % words
