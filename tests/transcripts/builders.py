# ruff: noqa: E501
"""Writers for the formats, small enough to make any awkward file on purpose."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
I, R = "interviewer", "resident"  # noqa: E741


@dataclass(frozen=True)
class P:
    """A paragraph to write: pieces of (text, marks such as "b", "i", "u"), with a style name."""

    pieces: tuple[tuple[str, str], ...]
    style: str = ""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def p(*pieces: str | tuple[str, str], style: str = "") -> P:
    return P(tuple((piece, "") if isinstance(piece, str) else piece for piece in pieces), style)


Table = list[list[str]]
Content = list[P | Table]


def zipped(parts: dict[str, str | bytes], *, stored_first: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == stored_first else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method)  # without the time, the same bytes each time
    return buffer.getvalue()


def w_run(text: str, marks: str = "") -> str:
    properties = "".join(f"<w:{mark}/>" if mark != "u" else '<w:u w:val="single"/>' for mark in marks)
    text = escape(text, quote=False).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    text = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def w_paragraph(paragraph: P) -> str:
    style = f'<w:pPr><w:pStyle w:val="{paragraph.style}"/></w:pPr>' if paragraph.style else ""
    return f"<w:p>{style}{''.join(w_run(*piece) for piece in paragraph.pieces)}</w:p>"


def w_table(rows: Table) -> str:
    cells = ["".join(f"<w:tc>{w_paragraph(p(cell))}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx_xml(body: str, **parts: str) -> bytes:
    document = f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped(
        {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
            "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r1' Type='{relation}' Target='word/document.xml'/></Relationships>",
            "word/document.xml": f"<?xml version='1.0' encoding='UTF-8'?>{document}<w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def docx(content: Content) -> bytes:
    return docx_xml("".join(w_paragraph(item) if isinstance(item, P) else w_table(item) for item in content))


def odt_xml(body: str, styles: str = "", manifest: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if manifest:
        parts["META-INF/manifest.xml"] = manifest
    return zipped(parts, stored_first="mimetype")


ODT_STYLES = (
    '<style:style style:name="b"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="i"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="u"><style:text-properties style:text-underline-style="solid"/></style:style>'
)


def o_text(text: str) -> str:
    return (
        escape(text, quote=False)
        .replace("\t", "<text:tab/>")
        .replace("\n", "<text:line-break/>")
        .replace("   ", ' <text:s text:c="2"/>')
    )


def o_paragraph(paragraph: P) -> str:
    spans = [
        f'<text:span text:style-name="{marks}">{o_text(text)}</text:span>' if marks else o_text(text)
        for text, marks in paragraph.pieces
    ]
    tag = "text:h" if paragraph.style.startswith("Heading") else "text:p"
    return f"<{tag}>{''.join(spans)}</{tag}>"


def odt(content: Content) -> bytes:
    body = ""
    for item in content:
        if isinstance(item, P):
            body += o_paragraph(item)
            continue
        body += "<table:table>"
        for row in item:
            cells = "".join(f"<table:table-cell>{o_paragraph(p(cell))}</table:table-cell>" for cell in row)
            body += f"<table:table-row>{cells}</table:table-row>"
        body += "</table:table>"
    return odt_xml(body, ODT_STYLES)


def r_text(text: str) -> str:
    out = []
    for letter in text:
        if letter in "\\{}":
            out.append(f"\\{letter}")
        elif letter == "\t":
            out.append("\\tab ")
        elif letter == "\n":
            out.append("\\line ")
        elif ord(letter) < 128:
            out.append(letter)
        elif ord(letter) < 256:
            out.append(f"\\'{ord(letter):02x}")
        else:
            units = letter.encode("utf-16-le")
            for at in range(0, len(units), 2):
                value = int.from_bytes(units[at : at + 2], "little")
                out.append(f"\\u{value - 65536 if value > 32767 else value}?")
    return "".join(out)


def r_paragraph(paragraph: P) -> str:
    words = {"b": "\\b", "i": "\\i", "u": "\\ul"}
    runs = [
        "{" + "".join(words[mark] for mark in marks) + " " + r_text(text) + "}" if marks else r_text(text)
        for text, marks in paragraph.pieces
    ]
    return f"\\pard\\plain {''.join(runs)}\\par\n"


def rtf_raw(body: str, head: str = "\\ansi\\ansicpg1252") -> bytes:
    return f"{{\\rtf1{head}\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{body}}}".encode("ascii")


def rtf(content: Content) -> bytes:
    body = ""
    for item in content:
        if isinstance(item, P):
            body += r_paragraph(item)
            continue
        for row in item:
            cells = "".join(f"\\pard\\intbl {r_text(cell)}\\cell" for cell in row)
            edges = "".join(f"\\cellx{(number + 1) * 3000}" for number in range(len(row)))
            body += f"\\trowd{edges}{cells}\\row\n"
    return rtf_raw(body)


PDF_FONTS = {"": "F1", "b": "F2", "i": "F3", "bi": "F4"}
_BASE = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique", "F4": "Helvetica-BoldOblique"}


@dataclass(frozen=True)
class L:
    """A line on a PDF page at a height."""

    y: float
    pieces: tuple[tuple[str, str], ...]
    x: float = 72


def _pdf_string(text: str) -> bytes:
    raw = text.encode("cp1252", errors="replace")
    for special in (b"\\", b"(", b")"):
        raw = raw.replace(special, b"\\" + special)
    return b"(" + raw + b")"


def pdf_pages(pages: list[list[L]]) -> bytes:
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = {}
    for name, base in _BASE.items():
        objects.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode("ascii")
        )
        fonts[name] = len(objects)
    resources = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    kids = []
    for page in pages:
        stream = b""
        for line in page:
            stream += f"BT 1 0 0 1 {line.x} {line.y} Tm ".encode("ascii")
            for text, marks in line.pieces:
                font = PDF_FONTS["".join(sorted(set(marks) & {"b", "i"}))]
                stream += f"/{font} 11 Tf ".encode("ascii") + _pdf_string(text) + b" Tj "
            stream += b"ET\n"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode("ascii") + stream + b"\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << {resources} >> >> >>".encode("ascii")
        )
        kids.append(len(objects))
    references = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{references}] /Count {len(kids)} >>".encode("ascii")
    return pdf_objects(objects)


def pdf_objects(objects: list[bytes], trailer: str = "") -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode("ascii") + content + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += b"".join(f"{place:010d} 00000 n \n".encode("ascii") for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF".encode("ascii")
    return out


def wrap(pieces: tuple[tuple[str, str], ...], width: int = 80) -> list[tuple[tuple[str, str], ...]]:
    """Break runs into lines of at most `width` characters."""
    lines: list[list[tuple[str, str]]] = [[]]
    length = 0
    for text, marks in pieces:
        for part_number, part in enumerate(text.split("\n")):
            if part_number:
                lines.append([])
                length = 0
            for number, word in enumerate(part.split(" ")):
                piece = word if number == 0 else f" {word}"
                if length + len(piece) > width and word:
                    lines.append([])
                    length, piece = 0, word
                length += len(piece)
                if piece:
                    lines[-1].append((piece, marks))
    return [tuple(line) for line in lines if line]


def pdf(content: Content, *, gap: float = 8, footer: bool = True, header: str = "") -> bytes:
    pages: list[list[L]] = []
    y = 0.0
    for item in content:
        if isinstance(item, P):
            rows = [[(72.0, line)] for line in wrap(item.pieces)]
            blocks = [rows]
        else:
            blocks = []
            for row in item:
                left, right = wrap(((row[0], ""),), 18), wrap(((row[-1], ""),), 55)
                lines = []
                for number in range(max(len(left), len(right))):
                    line = [(72.0, left[number])] if number < len(left) else []
                    line += [(180.0, right[number])] if number < len(right) else []
                    lines.append(line)
                blocks.append(lines)
        for rows in blocks:
            for row in rows:
                if y < 90:
                    pages.append([])
                    y = 780
                pages[-1].extend(L(y, pieces, x) for x, pieces in row)
                y -= 14
            y -= gap
    for number, page in enumerate(pages, 1):
        if footer:
            page.insert(0, L(40, ((f"Pagina {number} van {len(pages)}", ""),), 280))
        if header:
            page.insert(0, L(815, ((header, ""),), 72))
    return pdf_pages(pages)


def md(content: Content) -> bytes:
    out: list[str] = []
    for item in content:
        if isinstance(item, P):
            text = ""
            for piece, marks in item.pieces:
                mark = {"b": "**", "i": "*", "bi": "***"}.get("".join(sorted(set(marks) & {"b", "i"})), "")
                bare = piece.strip()
                lead, tail = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
                text += f"{lead}{mark}{bare}{mark}{tail}" if mark else piece
            out.append(("## " if item.style.startswith("Heading") else "") + text.replace("\n", "  \n"))
            continue
        rows = ["| " + " | ".join(row) + " |" for row in item]
        out.append("\n".join([rows[0], "|" + " --- |" * len(item[0]), *rows[1:]]))
    return "\n\n".join(out).encode()


def txt(content: Content, *, encoding: str = "utf-8", newline: str = "\n", blank: bool = True) -> bytes:
    lines = [item.text if isinstance(item, P) else "\n".join("\t".join(row) for row in item) for item in content]
    text = ("\n\n" if blank else "\n").join(lines)
    return text.replace("\n", newline).encode(encoding)


WRITERS = {"docx": docx, "odt": odt, "rtf": rtf, "pdf": pdf, "md": md, "txt": txt}


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
