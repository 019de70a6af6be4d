"""The sentences of this room's errors: what is wrong, where, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.web import wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "coding.bad_request": _("This could not be read. Load the page again and repeat what you did."),
    "coding.not_released": _(
        "This text has not been released yet. Release it on the page of the source, then code it."
    ),
    "coding.span_outside": _("You selected outside the text of %(length)s characters. Select the passage again."),
    "coding.span_blank": _("You selected white space only. Select at least one word."),
    "coding.quote_changed": _(
        "The text of this fragment is no longer the one that was chosen, so it cannot be used as evidence. "
        "Ask whoever manages the installation to restore a backup."
    ),
    "coding.quote_public": _("This document is public: its text may be quoted as it is."),
    "coding.quote_never": _(
        "Nothing may be quoted from this source: its kind forbids it, or the respondent has not approved it yet."
    ),
    "coding.quote_withdrawn": _("Who said this withdrew. The words are gone and cannot be quoted."),
    "coding.quote_refused": _(
        "Somebody who speaks here did not agree to being quoted. Use your own words, or ask for a new consent."
    ),
    "coding.code_name_empty": _("Give the code a name."),
    "coding.code_name_too_long": _("The name of a code has at most %(most)s characters. Make it shorter."),
    "coding.code_name_taken": _("There is already a code named “%(name)s” here. Choose another name."),
    "coding.code_archived": _("The code “%(name)s” has been archived. Restore it in the codebook, or choose another."),
    "coding.code_elsewhere": _("This code belongs to another evaluation. Choose one of this evaluation's codebook."),
    "coding.code_in_itself": _("“%(name)s” cannot stand below itself. Choose another place."),
    "coding.code_too_deep": _(
        "A codebook has at most %(most)s levels, or nobody finds the code beside a text. Choose a higher place."
    ),
    "coding.changed_meanwhile": _(
        "Somebody else changed this code while you were writing. What you wrote is still here; compare it with what "
        "stands there now, and save again."
    ),
    "coding.merge_undone": _("This merge has been undone already."),
    "coding.split_undone": _("This split has been undone already."),
    "coding.nothing_chosen": _("Choose at least one passage that carries this code."),
    "coding.not_your_coding": _("%(coder)s applied this code. Only they can take it off."),
    "coding.not_your_memo": _("%(author)s wrote this memo. Only they can change it; you can write one of your own."),
    "coding.memo_empty": _("The memo is empty. Write something first."),
    "coding.memo_too_long": _("A memo has at most %(most)s characters. Make it shorter, or write two."),
    "coding.nothing_to_undo": _("There is nothing to undo in this text."),
    "coding.nothing_to_redo": _("There is nothing to do again in this text."),
    "coding.step_overtaken": _("This step at %(fragment)s cannot be reversed any more: it has been changed since."),
    "coding.corrected_meanwhile": _(
        "The text has been corrected since you opened it, so this was not saved. Load the page again: what was coded "
        "moved along."
    ),
    "coding.placed_already": _("%(fragment)s does not wait any more: somebody placed it, or let it lapse."),
    "coding.text_corrected_again": _(
        "The text has been corrected once more in the meantime. Load the page again and place the fragment in the "
        "newest text."
    ),
    "coding.place_taken": _(
        "Exactly this passage is %(fragment)s already. Choose a few words more or fewer, or let one of the two lapse."
    ),
    "coding.round_title_empty": _("Give the round a title."),
    "coding.round_without_texts": _("Choose at least one text for this round."),
    "coding.round_without_coders": _("Choose at least one coder for this round."),
    "coding.too_few_coders": _(
        "You ask for %(together)s coders for each text and chose %(coders)s. Choose more coders, or a lower number."
    ),
    "coding.not_a_coder": _("%(coder)s may not code in this evaluation. Make them a member as a researcher first."),
    "coding.saw_the_round": _(
        "%(coder)s leads and is no coder in round %(round)s, and so could see what others coded in it. Choose "
        "somebody else, or let them code in a next round."
    ),
    "coding.text_without_coder": _("Every text of the round needs a coder. Tick one for each text."),
    "coding.text_in_open_round": _(
        "S%(source)s is in round %(round)s, which is open. Close that one first, or leave the text out of this one."
    ),
    "coding.round_not_planned": _("Round %(round)s has been opened already, so this cannot be changed any more."),
    "coding.round_not_open": _("Round %(round)s is not open. Load the page again to see how it stands."),
    "coding.round_closed": _("Round %(round)s has been closed, so its division stays as it is."),
    "coding.blind_text": _(
        "This text is being coded blind in round %(round)s. What the whole team would see of it waits until the round "
        "is closed."
    ),
    "coding.blind_round": _(
        "Round %(round)s is open and coded blind. This would show or change what others coded; do it when the round "
        "is closed."
    ),
    "coding.no_question": _("Nothing is asked yet. Choose a code, put codes in a group, or write an expression."),
    "coding.one_question": _(
        "Ask in one way: with a code, with groups of codes, or with an expression. Empty the others."
    ),
    "coding.expression_too_long": _("An expression has at most %(most)s characters. Split it in two questions."),
    "coding.expression_too_many": _(
        "An expression has at most %(most)s codes and conditions. Leave some out, or ask a code above them."
    ),
    "coding.expression_end": _(
        "Character %(at)s of the expression: here it ends, where a code between quotation marks or a condition is "
        "missing."
    ),
    "coding.expression_part": _(
        "Character %(at)s of the expression: “%(word)s” stands where a code, a condition or a bracket belongs. Put a "
        "code between quotation marks."
    ),
    "coding.expression_relation": _(
        "Character %(at)s of the expression: “%(word)s” stands where a relation belongs. Use one of: %(known)s."
    ),
    "coding.expression_mixed": _(
        "Character %(at)s of the expression: “%(word)s” stands beside another relation. Put brackets around what "
        "belongs together."
    ),
    "coding.expression_open": _("Character %(at)s of the expression: this bracket is never closed. Put a ) after it."),
    "coding.expression_close": _(
        "Character %(at)s of the expression: this bracket closes nothing. Take it away, or put a ( before it."
    ),
    "coding.expression_open_quote": _(
        "Character %(at)s of the expression: this quotation mark is never closed. Put one at the end of the code."
    ),
    "coding.expression_deep": _(
        "Character %(at)s of the expression: more than %(most)s brackets stand within each other. Use fewer."
    ),
    "coding.expression_condition": _(
        "Character %(at)s of the expression: “%(word)s” is no condition. Write it as bron:fase=eindevaluatie, or with "
        "spreker: or wie: in front."
    ),
    "coding.expression_no_code": _(
        "Character %(at)s of the expression: there is no code “%(name)s”. Write it with the codes above it, such as "
        "“Regie › Lang”."
    ),
    "coding.expression_no_attribute": _(
        "Character %(at)s of the expression: “%(name)s” is no attribute. Use one of: %(known)s."
    ),
    "coding.expression_no_value": _(
        "Character %(at)s of the expression: nobody and nothing has %(name)s “%(value)s”. Use one of: %(known)s."
    ),
    "coding.expression_whole_texts": _(
        "The expression asks for whole texts. Tie every condition with “en” to a code, with brackets around it."
    ),
    "coding.fragment_in_use": _(
        "%(fragment)s cannot lapse, because something rests on it: %(what)s. Take it off there first."
    ),
}


def register() -> None:
    wording.register(SENTENCES)
