"""What does not come along, or not as it was: one sentence for each thing. Msgids in English.

The standard asks of every tool that it tells this, at import and at export (REFI-QDA 1.5, §4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sluitend.formats.qdpx.reading import Left

LONGEST: Final = 80  # characters of a name in a sentence
_MOST_ALIKE: Final = 2_000


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; who knows Django translates it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing. `data` fills the sentence: names as the file has them, counts, numbers."""

    code: str
    data: Mapping[str, str | int]

    @property
    def sentence(self) -> str:
        """In English, for who has no Django."""
        return SENTENCES[self.code] % self.data

    def to_json(self) -> list[Any]:
        return [self.code, dict(self.data)]

    @classmethod
    def from_json(cls, data: list[Any]) -> Loss:
        code, given = data
        return cls(code, given)


def loss(code: str, **data: str | int | None) -> Loss:
    """With names cut to what fits in a sentence, and “?” for those that are not there."""
    return Loss(code, {name: _short(value) for name, value in data.items()})


def _short(value: str | int | None) -> str | int:
    if isinstance(value, int):
        return value
    words = " ".join((value or "?").split()) or "?"
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def of_left(left: Left) -> Loss:
    """Of something that the reader or the writer of the XML passed over."""
    if left.reason == "and_more":
        return loss("and_more", count=int(left.what))
    return loss(left.reason, what=left.what, element=left.element, name=left.name or left.guid, line=left.line)


def few_alike(losses: list[Loss], most: int = _MOST_ALIKE, rest: str = "and_more") -> list[Loss]:
    """More of one kind than can be read is counted: a file of millions of links has nothing to say in each. `rest`
    says where the others are."""
    told, seen = list[Loss](), Counter[str]()
    for one in losses:
        seen[one.code] += 1
        if seen[one.code] <= most:
            told.append(one)
    return told + [loss(rest, count=count - most) for count in seen.values() if count > most]


SENTENCES: Mapping[str, str] = {
    "unknown_element": _("Line %(line)s: “%(what)s” in %(element)s “%(name)s” is not in the standard."),
    "unknown_attribute": _("Line %(line)s: the property “%(what)s” of %(element)s “%(name)s” is not in the standard."),
    "no_guid": _("Line %(line)s: %(element)s has no GUID of its own. A second import knows it only in this file."),
    "bad_value": _("Line %(line)s: %(element)s “%(name)s” stays behind, since its %(what)s cannot be read."),
    "missing_value": _("Line %(line)s: of %(element)s “%(name)s” its %(what)s is missing."),
    "and_more": _("And %(count)s more such things in the file."),
    "and_more_there": _("And %(count)s more of one kind. The whole list stands in the file."),
    "no_xml_character": _("%(element)s “%(name)s”: characters that XML cannot hold were taken out of its %(what)s."),
    "same_guid": _("“%(name)s” has the GUID of something else in this file. Only the first of both comes along."),
    "text_in_word": _(
        "The text of “%(name)s” is in the file only as a Word document. A placeholder comes in its place. Have the "
        "other tool export plain text as well."
    ),
    "text_in_pdf": _(
        "The text of “%(name)s” is in the file only as a PDF. A placeholder comes in its place. Have the other tool "
        "export plain text as well."
    ),
    "text_unreadable": _("The text of “%(name)s” is empty or cannot be read. A placeholder comes in its place."),
    "text_name": _("The name “%(name)s” of the text of “%(source)s”."),
    "transcript_times": _("The times in a transcript of “%(name)s” (%(count)s)."),
    "no_text": _("The text of “%(name)s” is not in the file. A placeholder comes in its place."),
    "text_outside": _(
        "The text of “%(name)s” lies outside the file, on somebody's computer or on the web. A placeholder comes in "
        "its place. Have the other tool put its texts in the file."
    ),
    "long_text": _("The text of “%(name)s” is longer than a source may be. A placeholder comes in its place."),
    "no_picture": _("“%(name)s” is a picture. It does not come along, only what was written about it."),
    "no_recording": _("“%(name)s” is a recording. It does not come along, only its transcripts."),
    "no_pages": _("Of “%(name)s” the pages do not come along, only the text."),
    "second_text": _("“%(name)s” has more than one transcript. Each becomes a source of its own."),
    "no_layout": _("Of “%(name)s” the layout does not come along, only the text."),
    "part_of_page": _("A part of a page of “%(source)s”, with %(count)s codes."),
    "part_with_words": _(
        "A part of a page of “%(source)s” with the words “%(words)s”, with %(count)s codes. Code it by hand."
    ),
    "part_of_picture": _("A part of the picture “%(source)s”, with %(count)s codes."),
    "part_of_recording": _("A part of the recording “%(source)s”, with %(count)s codes."),
    "passage_lost": _(
        "The passage “%(name)s” of “%(source)s” (%(start)s–%(end)s), with %(count)s codes: it lies in no text."
    ),
    "passage_empty": _(
        "A passage without words in “%(source)s” (%(start)s–%(end)s), with %(count)s codes. It is kept as a memo."
    ),
    "passage_same": _(
        "A passage of “%(source)s” (%(start)s–%(end)s): another lies on the same words. Here they are one, with what "
        "was put on both."
    ),
    "coding_same": _(
        "The code “%(name)s” on “%(source)s” (%(start)s–%(end)s): the same person has it there already. It stands "
        "there once."
    ),
    "positions_unsure": _("Nothing in the file shows what the positions in “%(name)s” count. Check some passages."),
    "passage_unsure": _(
        "Check the passage “%(name)s” of “%(source)s”: it is put at %(start)s–%(end)s, and lies at %(others)s when the "
        "file counts line ends or signs otherwise."
    ),
    "whole_source": _("“%(name)s” was coded as a whole. That becomes a passage of the whole text."),
    "code_unknown": _("A code on “%(source)s” (%(start)s–%(end)s) that is not in the file."),
    "code_of_group": _("“%(name)s” only held other codes. Here it can be put on passages too."),
    "code_deep": _("The code “%(name)s” lay deeper than %(most)s levels. It now stands higher."),
    "code_renamed": _("The code “%(name)s” is now called “%(new)s”, since that name was there already."),
    "code_nameless": _("A code without a name is now called “%(new)s”."),
    "code_cut": _("The name of the code “%(name)s” was too long and was cut off."),
    "name_cut": _("“%(name)s” was too long and was cut off."),
    "memo_cut": _("A memo on “%(name)s” was too long and was cut off."),
    "note_loose": _(
        "The note “%(name)s” belongs to no code, source or passage. It is kept as a memo at the source “Losse "
        "notities”."
    ),
    "note_at_place": _(
        "The memo “%(name)s” belongs to “%(source)s” and to a place without words in it. Here it is one memo, which "
        "goes along with that place at an export."
    ),
    "note_of_project": _("That the note “%(name)s” belongs to the project as a whole."),
    "note_of_note": _("That the note “%(name)s” belongs to the note “%(note)s”."),
    "note_coded": _("Marked or coded passages of the note “%(name)s” (%(count)s)."),
    "note_in_word": _("The text of the note “%(name)s” is in the file only as a Word document."),
    "note_lost": _("The text of the note “%(name)s” is not in the file."),
    "link": _("The link “%(name)s” between two things."),
    "link_note": _("The link “%(name)s” becomes a memo at what it leads to. Its name and direction stay behind."),
    "link_end": _("The link “%(name)s”: what it leads from or to does not come along."),
    "link_cut": _("The name of the link “%(name)s” was too long and was cut off."),
    "link_value": _("Of the link “%(name)s” its direction or colour “%(value)s”, which the standard does not know."),
    "code_colour": _("The colour %(colour)s of the code “%(name)s” becomes one of the twelve colours here."),
    "user_id": _("The code “%(value)s” by which the coder “%(name)s” is known."),
    "variable_words": _("The description of the variable “%(name)s”: “%(words)s”."),
    "variable_unused": _("The variable “%(name)s”, which has no value anywhere."),
    "value_empty": _("%(variable)s of “%(name)s” has no value."),
    "case_words": _("The description of the case “%(name)s”: “%(words)s”."),
    "case_sources": _("Which sources belong to the case “%(name)s” (%(count)s)."),
    "case_codes": _("Which codes belong to the case “%(name)s” (%(count)s)."),
    "case_public": _("Of %(respondent)s that it belongs to “%(source)s”: in a public document nobody speaks."),
    "set_notes": _("Which notes belong to the group “%(name)s” (%(count)s)."),
    "changed_by": _("Who changed something in the file last, and when (%(count)s times)."),
    "made_by": _("Who made the project, a source or a coded passage, and when (%(count)s times)."),
    "graph": _("The drawing “%(name)s”."),
    "set": _("The group “%(name)s”, with %(codes)s codes and %(sources)s sources."),
    "case": _("The case “%(name)s”."),
    "case_selections": _("Of the case “%(name)s” its %(count)s passages and codes."),
    "value": _("%(variable)s of “%(name)s”: “%(value)s”."),
    "project_words": _("The description of the project."),
    "passage_waits": _("“%(source)s” (%(start)s–%(end)s): these words were changed before release. Code them by hand."),
    "finding_question": _("The finding “%(name)s” stood under a question that does not come along."),
    "finding_confidence": _("How sure we are of the finding “%(name)s”."),
    "conclusion": _("The conclusion “%(name)s”: its question has an answer here, or does not come along."),
    "text_withdrawn": _("“%(name)s” was withdrawn here before, and stays away."),
    "text_other": _("“%(name)s” came in before, as %(source)s, with another text. That one stays; this one does not."),
    "value_many": _("%(variable)s of “%(name)s”: “%(value)s”, since another value of it came first."),
    "organisation_unknown": _(
        "The organisation “%(value)s” is not in the register. Have the manager add it, and bring the file in again."
    ),
    # two files, and what was changed here between them
    "kept_code": _("The code “%(name)s” is otherwise in the file and was changed here too, or first. Ours stays."),
    "kept_memo": _("A memo on “%(name)s” is otherwise in the file and was changed here too, or first. Ours stays."),
    "kept_source": _("“%(name)s”: title or attributes are otherwise in the file and were changed here too. Ours stay."),
    "kept_case": _("%(name)s: attributes are otherwise in the file and were changed here too. Ours stay."),
    "kept_group": _("The group “%(name)s” is otherwise in the file and was changed here too, or first. Ours stays."),
    "coder_unnamed": _(
        "%(count)s people who coded or wrote have no name in the file. Each is somebody apart here: “Onbekende "
        "codeur”, with the first signs of a GUID."
    ),
    "set_members": _("Of the group “%(name)s” %(count)s codes or sources that do not come along."),
    "sidecar_broken": _(
        "What Sluitend added to the file cannot be read. Findings, recommendations and rounds of coding stay behind."
    ),
    # rounds of coding out of a file of ours
    "round_not_leader": _(
        "The round of coding “%(name)s” with %(count)s decisions: only a project leader brings those in. Until then "
        "every coding counts, also what was rejected."
    ),
    "round_known": _("The round of coding “%(name)s” is here already. It stays as it is here."),
    "round_no_codes": _("The round of coding “%(name)s”: the codes that it was about do not come along."),
    "round_text_coded": _(
        "What was decided in “%(source)s” in the round of coding “%(name)s” (%(count)s decisions): this text was coded "
        "here too, and those codings would count no more."
    ),
    "round_text_gone": _("That “%(source)s” was a text of the round of coding “%(name)s”, with %(count)s decisions."),
    "decision_waits": _(
        "What was decided of “%(name)s” on %(source)s (%(start)s–%(end)s): these words were changed before release."
    ),
    # what an export leaves behind
    "source_unreleased": _("%(source)s: not released yet, or withdrawn."),
    "source_blind": _(
        "%(source)s: its codings and memos, quotes that may be shown outside, answers to suggestions and what earlier "
        "rounds decided, since it is coded blind in an open round."
    ),
    "source_old_text": _("%(source)s: %(count)s passages in an older text, which wait to be placed."),
    "source_layout": _("%(source)s: the layout and the file as it came in. The text goes along."),
    "wordless_old": _(
        "%(source)s: a passage without words (%(start)s–%(end)s) in an older text, which has no place in this one. Its "
        "memo goes along."
    ),
    "original_other": _(
        "%(source)s: the Word or PDF file. The text was changed here, or names were taken out of it; the file may "
        "still hold them."
    ),
    "original_large": _("%(source)s: the Word or PDF file. Together they are more than 200 MB."),
    "passage_withdrawn": _("%(fragment)s: withdrawn."),
    "attributes_few": _("%(respondent)s: perspective, level, place or organisation, since too few people share them."),
    "source_attributes_few": _(
        "%(source)s: perspective, level, place or organisation, since too few people share them."
    ),
    "source_about": _("%(source)s: what is filled in at “%(what)s”."),
    "speakers_about": _(
        "%(source)s: what is filled in of speakers themselves, such as role, perspective, level or place (%(count)s "
        "speakers)."
    ),
    "source_groups_few": _("%(source)s: in which groups it is, since too few people share them."),
    "link_stays": _("The link “%(name)s” of another tool: what it leads from or to does not go along."),
    "link_few": _("The link “%(name)s” of another tool, since it says of too few people where they belong."),
    "identities": _("Who the respondents are, how old they are, and the list of names."),
    "coder_names": _("The names of coders: they are called “%(name)s” and so on."),
    "evidence": _(
        "%(finding)s: that %(fragment)s (%(source)s, %(start)s–%(end)s) is evidence for it (%(stance)s). Of this "
        "passage: %(why)s."
    ),
    "results": _("%(finding)s: that %(result)s, the result of an analysis, is evidence for it."),
    "quote_release": _(
        "%(fragment)s (%(source)s, %(start)s–%(end)s): that this quote may be shown outside the team. Where the file "
        "comes in, somebody decides that anew."
    ),
    "suggestion_taken": _(
        "%(source)s (%(start)s–%(end)s): that “%(name)s” was suggested by the computer and taken over."
    ),
    "suggestion_refused": _("%(source)s (%(start)s–%(end)s): that the computer suggested “%(name)s” and was refused."),
    "code_archived": _("The code “%(name)s” and its memos: it is out of use and stands on nothing that goes along."),
    "logbook": _("%(entry)s: an entry of the logbook, of %(date)s (%(kind)s)."),
    "logbook_link": _("%(finding)s: that %(entry)s of the logbook says something about it."),
    "design": _("Design, agreements, fieldwork, datasets and the text of the report."),
    "round_open": _(
        "%(round)s “%(name)s”, with %(count)s texts: it is open, and only closed rounds go along. Close it first, and "
        "export anew."
    ),
    "round_planned": _(
        "%(round)s “%(name)s”, with %(count)s texts: it is only planned, and only closed rounds go along."
    ),
    "round_ours": _(
        "%(round)s “%(name)s”, with %(count)s decisions: only Sluitend reads it out of the file. In another tool every "
        "coding counts, also what was rejected."
    ),
    "round_text": _("%(round)s “%(name)s”: that %(source)s is one of its texts. That text does not go along."),
    "decision": _(
        "%(round)s: that “%(name)s” %(decided)s on %(source)s (%(start)s–%(end)s), and why. Of this passage: %(why)s."
    ),
    "history": _("The history of the codebook, of findings and of texts."),
    # what was done with something, told beside what did not come along
    "became_perspective": _("The variable “%(name)s” became the perspective: %(count)s values, %(new)s new."),
    "became_level": _("The variable “%(name)s” became the level: %(count)s values."),
    "became_place": _("The variable “%(name)s” became the place: %(count)s values, %(new)s new."),
    "became_organisation": _("The variable “%(name)s” became the organisation: %(count)s values, %(new)s new."),
    "became_phase": _("The variable “%(name)s” became the phase: %(count)s values, %(new)s new."),
    "became_function": _("The variable “%(name)s” became the function or role: %(count)s values."),
    "became_date": _("The variable “%(name)s” became the date of the source: %(count)s values."),
    "became_memo": _("The variable “%(name)s” stands in memos beside the sources: %(count)s values."),
    "became_nothing": _("The variable “%(name)s” stays behind."),
    "mended_code": _("The code “%(name)s” is as in the newer file, and is called “%(new)s”."),
    "mended_memo": _("A memo on “%(name)s” is as in the newer file."),
    "mended_source": _("%(name)s: title and attributes are as in the newer file."),
    "mended_case": _("The attributes of %(respondent)s are as in the newer file."),
    "group_kept": _("The group “%(name)s” is kept, with %(codes)s codes and %(sources)s sources."),
    "case_became": _("A case became %(respondent)s. Its name is sealed."),
    "round_came": _(
        "The round of coding “%(name)s” is %(round)s here, with %(count)s decisions. They count once their texts are "
        "released."
    ),
    "case_speaks": _("%(respondent)s speaks in %(source)s."),
}
