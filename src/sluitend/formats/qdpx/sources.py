"""Sources of a project and what is put on them: texts, pictures, PDFs and recordings (REFI-QDA 1.5, §9 and §10).

Positions in texts are whole numbers as they stand in the file; `texts` says where in a text they lead.
"""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.formats.qdpx.fields import Type, attribute, guid, parts, references, words

Guid = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a variable is for one case or source: one of these is there, as words."""

    variables: tuple[Guid, ...] = references("VariableRef")
    text: str | None = words("TextValue")
    boolean: str | None = words("BooleanValue")
    integer: str | None = words("IntegerValue")
    float: str | None = words("FloatValue")
    date: str | None = words("DateValue")
    date_time: str | None = words("DateTimeValue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A code that somebody put somewhere."""

    guid: Guid = guid()
    user: Guid | None = attribute("creatingUser", Type.GUID, default=None)
    created: str | None = attribute("creationDateTime", default=None)
    codes: tuple[Guid, ...] = references("CodeRef")
    notes: tuple[Guid, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Who made and changed something, and when."""

    guid: Guid = guid()
    name: str | None = attribute("name", default=None)
    creator: Guid | None = attribute("creatingUser", Type.GUID, default=None)
    created: str | None = attribute("creationDateTime", default=None)
    changer: Guid | None = attribute("modifyingUser", Type.GUID, default=None)
    changed: str | None = attribute("modifiedDateTime", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded(Made):
    """A part of a source, with what somebody put on it."""

    description: str | None = words("Description")
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSelection(Coded):
    """A passage: characters from `start` up to and without `end`."""

    start: int = attribute("startPosition", Type.WHOLE)
    end: int = attribute("endPosition", Type.WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSource(Made):
    """A text, as words in the project or in a file beside it; notes and representations are texts too."""

    rich_path: str | None = attribute("richTextPath", default=None)
    plain_path: str | None = attribute("plainTextPath", default=None)
    description: str | None = words("Description")
    content: str | None = words("PlainTextContent")
    selections: tuple[TextSelection, ...] = parts(lambda: {"PlainTextSelection": TextSelection})
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")
    values: tuple[Value, ...] = parts(lambda: {"VariableValue": Value})


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSelection(Coded):
    """A rectangle of a picture, in pixels."""

    first_x: int = attribute("firstX", Type.WHOLE)
    first_y: int = attribute("firstY", Type.WHOLE)
    second_x: int = attribute("secondX", Type.WHOLE)
    second_y: int = attribute("secondY", Type.WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Made):
    """Something that lies in a file of its own."""

    path: str | None = attribute("path", default=None)
    current_path: str | None = attribute("currentPath", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSource(File):
    description: str | None = words("Description")
    text: tuple[TextSource, ...] = parts(lambda: {"TextDescription": TextSource})
    selections: tuple[PictureSelection, ...] = parts(lambda: {"PictureSelection": PictureSelection})
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")
    values: tuple[Value, ...] = parts(lambda: {"VariableValue": Value})


@dataclass(frozen=True, slots=True, kw_only=True)
class PDFSelection(Made):
    """A rectangle of a page, in points from its lower left corner."""

    page: int = attribute("page", Type.WHOLE)
    first_x: int = attribute("firstX", Type.WHOLE)
    first_y: int = attribute("firstY", Type.WHOLE)
    second_x: int = attribute("secondX", Type.WHOLE)
    second_y: int = attribute("secondY", Type.WHOLE)
    description: str | None = words("Description")
    representation: tuple[TextSource, ...] = parts(lambda: {"Representation": TextSource})
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class PDFSource(File):
    description: str | None = words("Description")
    selections: tuple[PDFSelection, ...] = parts(lambda: {"PDFSelection": PDFSelection})
    representation: tuple[TextSource, ...] = parts(lambda: {"Representation": TextSource})
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")
    values: tuple[Value, ...] = parts(lambda: {"VariableValue": Value})


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """A moment of a recording (milliseconds) and the place in its transcript."""

    guid: Guid = guid()
    time_stamp: int | None = attribute("timeStamp", Type.WHOLE, default=None)
    position: int | None = attribute("position", Type.WHOLE, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptSelection(Coded):
    from_point: Guid | None = attribute("fromSyncPoint", Type.GUID, default=None)
    to_point: Guid | None = attribute("toSyncPoint", Type.GUID, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript(Made):
    rich_path: str | None = attribute("richTextPath", default=None)
    plain_path: str | None = attribute("plainTextPath", default=None)
    description: str | None = words("Description")
    content: str | None = words("PlainTextContent")
    points: tuple[SyncPoint, ...] = parts(lambda: {"SyncPoint": SyncPoint})
    selections: tuple[TranscriptSelection, ...] = parts(lambda: {"TranscriptSelection": TranscriptSelection})
    notes: tuple[Guid, ...] = references("NoteRef")


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSelection(Coded):
    """A part of a recording, in milliseconds."""

    begin: int = attribute("begin", Type.WHOLE)
    end: int = attribute("end", Type.WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSource(File):
    description: str | None = words("Description")
    transcripts: tuple[Transcript, ...] = parts(lambda: {"Transcript": Transcript})
    selections: tuple[MediaSelection, ...] = parts(lambda: {"AudioSelection": MediaSelection})
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")
    values: tuple[Value, ...] = parts(lambda: {"VariableValue": Value})


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSource(File):
    description: str | None = words("Description")
    transcripts: tuple[Transcript, ...] = parts(lambda: {"Transcript": Transcript})
    selections: tuple[MediaSelection, ...] = parts(lambda: {"VideoSelection": MediaSelection})
    codings: tuple[Coding, ...] = parts(lambda: {"Coding": Coding})
    notes: tuple[Guid, ...] = references("NoteRef")
    values: tuple[Value, ...] = parts(lambda: {"VariableValue": Value})
