"""Words for what other modules name by an enum."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.sources.models import Quoting

QUOTING = {
    Quoting.VERBATIM: _("may be quoted word for word"),
    Quoting.PARAPHRASE: _("a paraphrase: not anybody's own words"),
    Quoting.NEVER: _("may not be quoted"),
}
OUTWARD = {True: _("may be read outside the team"), False: _("not released for outside the team")}
# Lines of a destruction statement.
DESTROYED = {
    "coding.fragments": _("coded passages: their words are gone, their codes are left"),
    "coding.memos": _("memos beside these passages and texts"),
    "coding.steps": _("steps that could be undone"),
    "coding.released_quotes": _("releases of passages as quotes"),
    "coding.examples": _("examples in the codebook"),
}

AUDIT = {
    "coding.codebook_started": _("codebook filled from the template"),
    "coding.code_added": _("code added"),
    "coding.code_changed": _("code changed"),
    "coding.code_moved": _("code moved"),
    "coding.code_shifted": _("order of codes changed"),
    "coding.code_archived": _("code archived"),
    "coding.code_restored": _("code restored"),
    "coding.codes_merged": _("codes merged"),
    "coding.merge_undone": _("merging of codes undone"),
    "coding.code_split": _("code split"),
    "coding.split_undone": _("splitting of a code undone"),
    "coding.fragment_dropped": _("fragment without anything on it dropped"),
    "coding.code_applied": _("code applied"),
    "coding.code_removed": _("code taken off"),
    "coding.fragment_ensured": _("fragment marked"),
    "coding.memo_written": _("memo written"),
    "coding.memo_changed": _("memo changed"),
    "coding.memo_deleted": _("memo deleted"),
    "coding.quote_released": _("quote released"),
    "coding.quote_withdrawn": _("quote withdrawn"),
    "coding.quotes_taken": _("passages taken along in a file"),
    "coding.lines_taken": _("occurrences of what was searched taken along in a file"),
    "coding.quotes_withheld": _("quotes withheld: the document is not public"),
    "coding.taken_along": _("fragments taken along to a corrected text"),
    "coding.fragment_placed": _("fragment placed in a corrected text"),
    "coding.fragment_lapsed": _("fragment let lapse"),
    "coding.round_planned": _("coding round planned"),
    "coding.round_changed": _("coding round changed"),
    "coding.round_divided": _("texts of a coding round divided anew"),
    "coding.round_assigned": _("coders of a coding round changed"),
    "coding.round_opened": _("coding round opened"),
    "coding.round_closed": _("coding round closed"),
    "coding.round_deleted": _("planned coding round deleted"),
    "coding.text_finished": _("coding of a text in a round finished"),
    "coding.text_reopened": _("coding of a text in a round taken up again"),
    "coding.step_undone": _("step of coding undone"),
    "coding.step_redone": _("step of coding done again"),
}
