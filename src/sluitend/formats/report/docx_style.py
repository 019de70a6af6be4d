"""The Word document whose styles ours takes over: made from pandoc's default, so that nothing binary is kept."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from functools import cache
from xml.etree import ElementTree as ET

from sluitend.formats.documents.pandoc import program

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'

BRAND, DARK, PALE, SOFT, LINE = "0F5F67", "062C30", "E0F1F2", "51606E", "C3CBD2"
FONT = "Calibri"
WIDTH = 9070  # twips between the margins of A4

_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'


def _run(size: int = 0, colour: str = "", *, bold: bool = False) -> str:
    """Properties of characters; size in half points."""
    parts = [_FONTS, "<w:b/>" if bold else '<w:b w:val="0"/>']
    parts.append(f'<w:color w:val="{colour}"/>' if colour else "")
    parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    return f"<w:rPr>{''.join(parts)}</w:rPr>"


def _small(size: int) -> str:
    """Properties of softer characters, that may be bold or not by themselves."""
    return f'<w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _paragraph(before: int = 0, after: int = 0, *, first: str = "", extra: str = "") -> str:
    """Properties of a paragraph; distances in twips. `first` and `extra` stand where the schema wants them."""
    return f'<w:pPr>{first}<w:spacing w:before="{before}" w:after="{after}"/>{extra}</w:pPr>'


_TOGETHER = "<w:keepNext/><w:keepLines/>"
_BAR = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{BRAND}"/></w:pBdr>'
_DOTS = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'


def _level(number: int) -> str:
    return f'<w:outlineLvl w:val="{number}"/>'


# Style → properties of its paragraphs and of its characters.
_STYLES = {
    "BodyText": (_paragraph(0, 140, extra=""), ""),
    "Compact": (_paragraph(20, 20), ""),
    "Title": (_paragraph(4200, 200, first="<w:keepNext/>"), _run(64, DARK, bold=True)),
    "Subtitle": (_paragraph(0, 240, first="<w:keepNext/>"), _run(30, BRAND)),
    "Date": (_paragraph(600, 0), _run(22, SOFT)),
    "TOCHeading": (_paragraph(0, 200, first="<w:keepNext/><w:pageBreakBefore/>"), _run(34, BRAND, bold=True)),
    "TOC1": (_paragraph(100, 20, first=_DOTS), _run(0, "", bold=True)),
    "TOC2": (_paragraph(0, 20, first=_DOTS, extra='<w:ind w:left="284"/>'), ""),
    "Heading1": (_paragraph(520, 140, first=_TOGETHER, extra=_level(0)), _run(34, BRAND, bold=True)),
    "Heading2": (_paragraph(340, 100, first=_TOGETHER, extra=_level(1)), _run(27, DARK, bold=True)),
    "Heading3": (_paragraph(260, 80, first=_TOGETHER, extra=_level(2)), _run(23, BRAND, bold=True)),
    "Heading4": (_paragraph(200, 60, first=_TOGETHER, extra=_level(3)), _run(22, DARK, bold=True)),
    "BlockText": (
        _paragraph(120, 60, first=f"{_TOGETHER}{_BAR}", extra='<w:ind w:left="340" w:right="340"/>'),
        f'<w:rPr><w:color w:val="{DARK}"/></w:rPr>',
    ),
    "Bronvermelding": (_paragraph(0, 200, extra='<w:ind w:left="340" w:right="340"/>'), _small(19)),
    "Toelichting": (_paragraph(0, 140), _small(20)),
    "Uitspraak": (_paragraph(220, 60, first=_TOGETHER), ""),
    "Vraag": (
        _paragraph(80, 200, first=f'{_TOGETHER}<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>'),
        f'<w:rPr><w:color w:val="{DARK}"/></w:rPr>',
    ),
    "TableCaption": (_paragraph(240, 100, first="<w:keepNext/>"), _run(21, DARK, bold=True)),
    "Hyperlink": ("", f'<w:rPr><w:color w:val="{BRAND}"/><w:u w:val="single"/></w:rPr>'),
}
_NEW = {"TOC1": "toc 1", "TOC2": "toc 2"} | {
    name: name for name in ("Bronvermelding", "Toelichting", "Uitspraak", "Vraag")
}

_TABLE = f"""<w:style {_NAMESPACES} w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>
<w:basedOn w:val="TableNormal"/><w:qFormat/><w:pPr><w:spacing w:before="30" w:after="30"/></w:pPr>
<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{BRAND}"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BRAND}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{DARK}"/></w:rPr><w:trPr><w:tblHeader/></w:trPr>
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/><w:vAlign w:val="bottom"/></w:tcPr>
</w:tblStylePr></w:style>"""

_SMALL = f'<w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="18"/></w:rPr>'


def _field_part(content: str) -> str:
    return f"<w:r>{_SMALL}{content}</w:r>"


_NUMBER = "".join(
    map(
        _field_part,
        (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ),
    )
)
_FOOTER = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<w:ftr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>{_NUMBER}</w:p></w:ftr>'
)

_PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{_R}" w:type="default" r:id="rId90"/>'
    '<w:footnotePr><w:numRestart w:val="continuous"/></w:footnotePr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
    "<w:titlePg/></w:sectPr>"
)
_RELATION = f'<Relationship Type="{_R}/footer" Id="rId90" Target="footer1.xml"/></Relationships>'
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_TYPE = f'<Override PartName="/word/footer1.xml" ContentType="{_FOOTER_TYPE}"/></Types>'


@cache
def reference() -> bytes:
    """A DOCX with our styles, A4, page numbers and Dutch as its language."""
    command = [program(), "--print-default-data-file", "reference.docx"]
    default = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, _changed(name, source.read(name).decode("utf-8")))
        copy.writestr("word/footer1.xml", _FOOTER)
    return target.getvalue()


def _changed(name: str, content: str) -> str:
    match name:
        case "word/styles.xml":
            return _styles(content)
        case "word/document.xml":
            return re.sub(r"<w:sectPr>.*</w:sectPr>", _PAGE, content, flags=re.DOTALL)
        case "word/_rels/document.xml.rels":
            return content.replace("</Relationships>", _RELATION)
        case "[Content_Types].xml":
            return content.replace("</Types>", _TYPE)
    return content


def _styles(content: str) -> str:
    ET.register_namespace("w", _W)
    ET.register_namespace("r", _R)
    root = ET.fromstring(content)  # noqa: S314 - pandoc's own file
    _set_defaults(root)
    styles = {style.get(f"{{{_W}}}styleId"): style for style in root.findall(f"{{{_W}}}style")}
    for identifier, properties in _STYLES.items():
        style = styles.get(identifier)
        _dress(_new_style(root, identifier) if style is None else style, properties)
    root.remove(styles["Table"])
    root.append(ET.fromstring(_TABLE))  # noqa: S314 - our own text
    return ET.tostring(root, encoding="unicode")


def _set_defaults(root: ET.Element) -> None:
    defaults = root.find(f"{{{_W}}}docDefaults")
    assert defaults is not None
    for child in list(defaults):
        defaults.remove(child)
    language = '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>'
    characters = f'<w:rPr>{_FONTS}<w:sz w:val="22"/><w:szCs w:val="22"/>{language}</w:rPr>'
    spacing = '<w:pPr><w:spacing w:after="0" w:line="278" w:lineRule="auto"/></w:pPr>'
    defaults.append(_element(f"<w:rPrDefault>{characters}</w:rPrDefault>"))
    defaults.append(_element(f"<w:pPrDefault>{spacing}</w:pPrDefault>"))


def _new_style(root: ET.Element, identifier: str) -> ET.Element:
    style = _element(
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{_NEW[identifier]}"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/></w:style>'
    )
    root.append(style)
    return style


def _dress(style: ET.Element, properties: tuple[str, str]) -> None:
    for tag, text in zip(("pPr", "rPr"), properties, strict=True):
        old = style.find(f"{{{_W}}}{tag}")
        if old is not None:
            style.remove(old)
        if text:
            style.append(_element(text))


def _element(text: str) -> ET.Element:
    opened = re.sub(r"^<([\w:]+)", rf"<\1 {_NAMESPACES}", text, count=1)
    return ET.fromstring(opened)  # noqa: S314 - our own text
