"""A made-up bureau's Word document: Dutch names of styles, an own heading, a footer with a logo. All fictitious."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

COLOUR, FOOTER, WORDS = "C0143C", "Bureau Verzonnen (fictief)", "Oud rapport over mevrouw Nergens"
LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_MAIN}.footer+xml"/></Types>'
)
_PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{_R}" w:type="default" r:id="rId2"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="2835" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
    "</w:sectPr>"
)
_STYLES = (
    f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Verdana" w:hAnsi="Verdana"/></w:rPr>'
    '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Standaard">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/>'
    f'<w:basedOn w:val="Standaard"/><w:rPr><w:color w:val="{COLOUR}"/></w:rPr></w:style></w:styles>'
)


def relations(rows: str) -> str:
    """A part with relations: `kind target` or `kind external-address!` on every line, numbered from rId1."""
    made = []
    for number, line in enumerate(rows.split("\n"), start=1):
        kind, target = line.split()
        mode = ' TargetMode="External"' if target.endswith("!") else ""
        made.append(f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target.rstrip("!")}"{mode}/>')
    return f'<Relationships xmlns="{_REL}">{"".join(made)}</Relationships>'


_BODY = f"<w:body><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>{_PAGE}</w:body>"
_SETTINGS = '<w:attachedTemplate w:val="x"/><w:evenAndOddHeaders w:val="0"/>'

PARTS: dict[str, str | bytes] = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": relations("officeDocument word/document.xml"),
    "word/document.xml": f"<w:document {_W}>{_BODY}</w:document>",
    "word/_rels/document.xml.rels": relations(
        "styles styles.xml\nfooter footer1.xml\nsettings settings.xml\nhyperlink https://voorbeeld.invalid/!"
    ),
    "word/styles.xml": _STYLES,
    "word/settings.xml": f"<w:settings {_W}>{_SETTINGS}</w:settings>",
    "word/_rels/settings.xml.rels": relations("attachedTemplate file:///huis.dotx!"),
    "word/footer1.xml": f"<w:ftr {_W}><w:p><w:r><w:t>{FOOTER}</w:t></w:r></w:p></w:ftr>",
    "word/_rels/footer1.xml.rels": relations("image media/logo.png"),
    "word/media/logo.png": LOGO,
    "docProps/core.xml": "<x>Nergens</x>",
}


def house(changes: Mapping[str, str | bytes] | None = None) -> bytes:
    """The document, with these parts otherwise."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**PARTS, **(changes or {})}.items():
            package.writestr(name, content)
    return target.getvalue()
