"""Styles of a report in Word: all of them in a new document, in an organisation's template only those that it lacks."""

from __future__ import annotations

from typing import TypedDict, Unpack

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

BLUE, WELL, BETTER, LINE, QUIET = "154273", "01689B", "9A4A00", "C3CCD6", "4D4D4D"
BULLET = "List Bullet"
QUOTE, QUOTE_WELL, QUOTE_BETTER = "Quote", "Citaat gaat goed", "Citaat kan beter"
SOURCE, NOTE, KICKER, CELL, MARK = "Citaat bron", "Opmerking", "Bovenregel", "Tabeltekst", "Conceptmerk"
TABLE = "Narratief tabel"
_FONT = "Calibri"
_AFTER_SHADE = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
"""Elements that may follow a shade in a paragraph's properties; the schema of Word prescribes their order."""
_AFTER_HYPHENATION = (
    *("w:consecutiveHyphenLimit", "w:hyphenationZone", "w:doNotHyphenateCaps", "w:drawingGridHorizontalSpacing"),
    *("w:drawingGridVerticalSpacing", "w:displayHorizontalDrawingGridEvery", "w:characterSpacingControl"),
    *("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:rsids", "m:mathPr", "w:themeFontLang"),
    *("w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol", "w:listSeparator"),
)
"""Elements that may follow the choice of hyphenation in a document's settings."""


class _Looks(TypedDict, total=False):
    """Options of `_paragraph` for a style that a template may lack; sizes and spaces in points."""

    size: float
    bold: bool
    before: float
    after: float


def prepare(document: WordDocument, *, own: bool) -> None:
    """Add the styles that the report uses, and set the language to Dutch.

    Parameters
    ----------
    own
        True for a new document, whose headings and text get narratief's style; False for a template, which keeps its
        own.
    """
    _language(document)
    if own:
        _looks(document)
    for level, size in ((1, 18), (2, 14), (3, 12)):
        _missing(document, f"Heading {level}", size=size, bold=True, before=14, after=6)
    bullets = _missing(document, BULLET, after=4)
    if bullets is not None:
        bullets.paragraph_format.left_indent, bullets.paragraph_format.first_line_indent = Cm(0.6), Cm(-0.6)
    _paragraph(document, "Title", size=30, colour=BLUE, bold=True, after=6, redefine=own)
    _paragraph(document, "Subtitle", size=15, after=18, redefine=own)
    _paragraph(document, "Caption", size=9, colour=QUIET, before=10, after=4, redefine=own)
    _paragraph(document, KICKER, size=12, colour=QUIET, before=120, after=2)
    _paragraph(document, MARK, size=11, colour=BETTER, bold=True, after=0)
    for name, base, bar in ((QUOTE, "Normal", LINE), (QUOTE_WELL, QUOTE, WELL), (QUOTE_BETTER, QUOTE, BETTER)):
        style = _paragraph(document, name, base=base, before=8, after=0, redefine=own or name != QUOTE)
        if own or name != QUOTE:
            style.paragraph_format.left_indent = Cm(0.5)
            style.paragraph_format.keep_with_next = style.paragraph_format.keep_together = True
            _bar(style, bar, "dashSmallGap" if name == QUOTE_BETTER else "single")
    source = _paragraph(document, SOURCE, size=9, colour=QUIET, after=10)
    source.paragraph_format.left_indent = Cm(0.5)
    note = _paragraph(document, NOTE, before=6, after=8)
    note.paragraph_format.left_indent = note.paragraph_format.right_indent = Cm(0.3)
    _bar(note, WELL, "single")
    _shade(note, "EEF3F8")
    _paragraph(document, CELL, size=9, after=0)
    if TABLE not in document.styles:
        document.styles.element.append(parse_xml(_TABLE_XML))


def _looks(document: WordDocument) -> None:
    """Set the page, text and headings of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.4)
    normal = _paragraph(document, "Normal", size=11, after=8, redefine=True)
    normal.paragraph_format.line_spacing = 1.15
    for level, size, before, after in ((1, 20, 30, 8), (2, 14, 18, 6), (3, 12, 12, 4)):
        style = _paragraph(
            document, f"Heading {level}", size=size, bold=True, before=before, after=after, redefine=True
        )
        style.font.color.rgb = RGBColor.from_string(BLUE if level == 1 else "1C1C1C")
        style.paragraph_format.keep_with_next = True
        if level == 1:
            _bar(style, BLUE, "single", side="top")
    _hyphenation(document, normal)
    bullets = _paragraph(document, BULLET, after=4, redefine=True)
    bullets.paragraph_format.line_spacing = 1.15


def _hyphenation(document: WordDocument, normal: ParagraphStyle) -> None:
    """Turn on hyphenation, but only in tables: running text is easier to read without."""
    settings = document.settings.element
    settings.insert_element_before(parse_xml(f"<w:autoHyphenation {nsdecls('w')}/>"), *_AFTER_HYPHENATION)
    cell = _paragraph(document, CELL, size=9, after=0)
    for style, value in ((normal, "1"), (cell, "0")):
        choice = parse_xml(f'<w:suppressAutoHyphens {nsdecls("w")} w:val="{value}"/>')
        style.element.get_or_add_pPr().insert_element_before(choice, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _paragraph(
    document: WordDocument,
    name: str,
    *,
    base: str = "Normal",
    size: float = 0,
    colour: str = "",
    bold: bool = False,
    before: float = 0,
    after: float = 8,
    redefine: bool = False,
) -> ParagraphStyle:
    """Find or make a paragraph style; an existing one is only changed when it is to be redefined.

    Parameters
    ----------
    size, before, after
        Size of the text and space around the paragraph, in points; the base's size when 0.
    colour
        As RRGGBB; the base's when empty.
    """
    exists = name in document.styles
    style = document.styles[name] if exists else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if exists and not redefine:
        return style
    if name != "Normal":
        style.base_style = document.styles[base]
    style.font.name = _FONT
    for side in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn(side), _FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    style.font.bold, style.font.italic = bold, False
    for loose in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(loose)
    if size:
        style.font.size = Pt(size)
    if colour or name in ("Title", "Subtitle", "Caption", QUOTE):
        style.font.color.rgb = RGBColor.from_string(colour or "1C1C1C")
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for old in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(old)
    return style


def _missing(document: WordDocument, name: str, **looks: Unpack[_Looks]) -> ParagraphStyle | None:
    """Make a style that a template lacks; None when the template has it."""
    return None if name in document.styles else _paragraph(document, name, **looks)


def _bar(style: ParagraphStyle, colour: str, kind: str, side: str = "left") -> None:
    """Draw a bar along one side of a paragraph."""
    width, space = ("12", "8") if side == "top" else ("24", "8")
    border = f'<w:{side} w:val="{kind}" w:sz="{width}" w:space="{space}" w:color="{colour}"/>'
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", *_AFTER_SHADE)


def _shade(style: ParagraphStyle, colour: str) -> None:
    """Set the background of a paragraph."""
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    style.element.get_or_add_pPr().insert_element_before(shade, *_AFTER_SHADE)


def _language(document: WordDocument) -> None:
    """Set the language of all text, so that Word checks it as Dutch and screen readers pronounce it so."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
    places = [run] if run is not None else [document.styles["Normal"].element.get_or_add_rPr()]
    for properties in places:
        language = properties.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            properties.append(language)
        language.set(qn("w:val"), "nl-NL")


_TABLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="NarratiefTabel">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="60" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="60" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="{BLUE}"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF3F8"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
