"""What agreement and consensus offer to the shell and to other rooms: sentences, audit words, hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.actions import consensus_moving
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.apps.sources import hooks as source_hooks
from sluitend.web import wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "coding.round_not_closed": _(
        "Round %(round)s cannot be compared yet. Close the round first; then everybody sees the rest."
    ),
    "coding.round_open": _("Round %(round)s is not closed yet. Close the round first; then decisions can be made."),
    "coding.adjudicated": _("The decisions of round %(round)s are complete, so nothing can be changed in them."),
    "coding.not_adjudicated": _("The decisions of round %(round)s are not complete, so they can be changed already."),
    "coding.decided_of_one": _(
        "The decisions of round %(round)s are complete and about one of these codes only. What was decided would "
        "change by this. Open those decisions again first."
    ),
    "coding.place_changed": _("A coder changed something here meanwhile. Look at this place again and decide then."),
    "coding.reason_empty": _("Write why you decide this. Later somebody wants to know."),
    "coding.reason_too_long": _("A reason has at most %(most)s characters. Make it shorter."),
    "coding.span_elsewhere": _("The passage lies outside this place. Choose one within it."),
    "coding.not_compared": _(
        "In round %(round)s there are %(count)s codings that are not compared and would no longer count. See whose "
        "they are, and confirm it."
    ),
    "coding.undecided": _(
        "In round %(round)s %(count)s places are still open. Take over what all agree on and decide about the rest "
        "first."
    ),
    "coding.text_coded_blind": _(
        "S%(number)s is being coded blind in another round. Wait with completing until that round is closed."
    ),
}
AUDIT = {
    "coding.consensus_decided": _("decision about a difference between coders"),
    "coding.consensus_taken_back": _("decision about a difference taken back"),
    "coding.agreed_taken_over": _("what all coders agreed on taken over"),
    "coding.round_adjudicated": _("decisions of a round completed"),
    "coding.round_reopened": _("completed decisions of a round opened again"),
    "coding.agreement_taken": _("figures of agreement taken along as a file"),
}


def register() -> None:
    """Called once, from AppConfig.ready(), after the room's own: fragments go along with a text before decisions do."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
    source_hooks.version_published.append(consensus_moving.take_along)
    source_hooks.version_destroyed.append(consensus_moving.forget_in)
    fieldwork_hooks.withdrawn.append(consensus_moving.forget_reasons)
    fieldwork_hooks.line_words[consensus_moving.REASONS] = _("reasons of decisions about differences between coders")
