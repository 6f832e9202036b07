"""Small projects as other programs export them, each with that program's peculiarities."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from uuid import UUID

NS = 'xmlns="urn:QDA-XML:project:1.0"'


def g(number: int) -> str:
    return str(UUID(int=number))


def pack(path: Path, files: dict[str, bytes | str]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    path.write_bytes(out.getvalue())
    return path


def quote(text: str, words: str, identity: int, inside: str = "", name: str = "", attributes: str = "") -> str:
    """A selection of words, counted in the text as given."""
    start = text.index(words)
    return (
        f'<PlainTextSelection guid="{g(identity)}" name="{name}" startPosition="{start}" '
        f'endPosition="{start + len(words)}" {attributes}>{inside}</PlainTextSelection>'
    )


def coding(identity: int, code: int, user: str = "") -> str:
    by = f'creatingUser="{user}"' if user else ""
    return f'<Coding guid="{g(identity)}" {by}><CodeRef targetGUID="{g(code)}"/></Coding>'


LINES = [
    "Interviewer: Hoe ging het?",
    "Bewoner: Het café was vol.",
    "",
    "Interviewer: En toen?",
    "Bewoner: Stilte, niks meer.",
]


def atlas_ti(path: Path) -> Path:
    """ATLAS.ti: <project>.qde, CRLF texts in which a line end counts once, no dates, every code can be given, a docx
    beside the text."""
    text = "\n".join(LINES)
    selections = quote(text, "Het café was vol.", 20, f"<Description>mooi</Description>{coding(30, 10, g(1).upper())}")
    selections += quote(text, "Stilte, niks meer.", 21, coding(31, 12, g(1)))
    xml = f"""<?xml version="1.0" encoding="utf-8"?>
<Project {NS} name="Buurt" origin="ATLAS.ti Win 23.4.0">
<Users><User guid="{g(1)}" name="Ilse"/></Users>
<CodeBook><Codes>
<Code guid="{g(10)}" name="Sfeer" isCodable="true" color="#00FF00"/>
<Code guid="{g(11)}" name="Contact" isCodable="true"><Code guid="{g(12)}" name="Stilte achteraf" isCodable="true">
<Description>Geen bericht.</Description></Code></Code>
</Codes></CodeBook>
<Sources>
<TextSource guid="{g(2)}" name="gesprek 1" plainTextPath="internal://{g(2)}.txt" richTextPath="internal://{g(2)}.docx">{selections}</TextSource></Sources>
<Sets><Set guid="{g(40)}" name="Verbeterpunten"><MemberCode targetGUID="{g(12)}"/></Set>
<Set guid="{g(41)}" name="Positief"><MemberCode targetGUID="{g(10)}"/></Set></Sets>
</Project>"""
    return pack(
        path, {"Buurt.qde": xml, f"sources/{g(2)}.txt": "\r\n".join(LINES).encode(), f"sources/{g(2)}.docx": b"PK"}
    )


def maxqda(path: Path) -> Path:
    """MAXQDA: byte-order mark that does not count, CRLF text with LF positions, documents with one name, a selection
    without code as a comment."""
    text = "\n".join(LINES)
    one = quote(text, "Stilte, niks meer.", 20, coding(30, 10, g(1)))
    one += quote(text, "Het café", 22, f'<NoteRef targetGUID="{g(50)}"/>')
    two = quote(text, "Het café was vol.", 21, coding(31, 10))
    xml = f"""<Project {NS} name="Buurt" origin="MAXQDA 2022"><Users><User guid="{g(1)}" name="Ilse"/></Users>
<CodeBook><Codes><Code guid="{g(9)}" name="Wat kan beter" isCodable="true">
<Code guid="{g(10)}" name="Contact" isCodable="true"/></Code></Codes></CodeBook>
<Variables><Variable guid="{g(60)}" name="Wijk" typeOfVariable="Text"/></Variables>
<Sources>
<TextSource guid="{g(2)}" name="Gesprek" plainTextPath="internal://{g(2)}.txt">{one}<VariableValue>
<VariableRef targetGUID="{g(60)}"/><TextValue>Noord</TextValue></VariableValue></TextSource>
<TextSource guid="{g(3)}" name="Gesprek" plainTextPath="internal://{g(3)}.txt">{two}</TextSource>
</Sources>
<Notes><Note guid="{g(50)}" name="Memo 1" creatingUser="{g(1)}" creationDateTime="2022-01-01T10:00:00Z">
<PlainTextContent>Kijk hier.</PlainTextContent></Note></Notes>
</Project>"""
    data = b"\xef\xbb\xbf" + "\r\n".join(LINES).encode()
    return pack(
        path, {"project.qde": b"\xef\xbb\xbf" + xml.encode(), f"sources/{g(2)}.txt": data, f"sources/{g(3)}.txt": data}
    )


def nvivo(path: Path) -> Path:
    """NVivo: folder "Sources", GUIDs in braces, every character of CRLF counts, annotation as link and note, a PDF with
    its text."""
    text = "\r\n".join(LINES)
    one = quote(text, "Stilte, niks meer.", 20, coding(30, 10, g(1)))
    two = quote("Brief van de gemeente.", "gemeente", 21, coding(31, 10, g(8)))
    xml = f"""<Project {NS} name="Buurt" origin="NVivo 14"><Users><User guid="{{{g(1)}}}" name="Ilse"/>
<User guid="{g(8)}" name="NVivo (NV)"/></Users>
<CodeBook><Codes><Code guid="{{{g(10)}}}" name="Contact" isCodable="true"/></Codes></CodeBook>
<Cases><Case guid="{g(70)}" name="Mevrouw"><VariableValue><VariableRef targetGUID="{g(60)}"/>
<IntegerValue>61</IntegerValue></VariableValue><SourceRef targetGUID="{g(2)}"/></Case></Cases>
<Variables><Variable guid="{g(60)}" name="Leeftijd" typeOfVariable="Integer"/></Variables>
<Sources><TextSource guid="{g(2)}" name="gesprek" plainTextPath="internal://{g(2)}.txt">{one}</TextSource>
<PDFSource guid="{g(3)}" name="brief.pdf" path="internal://{g(3)}.pdf">
<Representation guid="{g(4)}" plainTextPath="internal://{g(4)}.txt">{two}</Representation></PDFSource>
<PictureSource guid="{g(5)}" name="foto" path="internal://{g(5)}.jpg"/></Sources>
<Notes><Note guid="{g(50)}" name="Annotatie"><PlainTextContent>Let op de toon.</PlainTextContent></Note></Notes>
<Links><Link guid="{g(51)}" originGUID="{g(20)}" targetGUID="{g(50)}" direction="OneWay"/></Links>
</Project>"""
    files = {f"Sources/{g(2)}.txt": text.encode(), f"Sources/{g(4)}.txt": b"Brief van de gemeente."}
    return pack(path, {"project.qde": xml, **files, f"Sources/{g(3)}.pdf": b"%PDF"})


def qualcoder(path: Path) -> Path:
    """QualCoder: categories that cannot be given, an empty creatingUser, references to sources that are not there, an
    external file, a selection named after its words."""
    text = "\n".join(LINES)
    one = quote(text, "Stilte, niks meer.", 20, coding(30, 11), name="Stilte, niks meer.", attributes='creatingUser=""')
    one += quote(text, "Het café was vol.", 21, coding(31, 99))
    xml = f"""<Project {NS} name="Buurt" origin="QualCoder 3.6"><Users><User guid="{g(1)}" name="default"/></Users>
<CodeBook><Codes><Code guid="{g(10)}" name="Negatief" isCodable="false">
<Code guid="{g(11)}" name="Contact" isCodable="true" color="#F00"/></Code></Codes></CodeBook>
<Cases><Case guid="{g(70)}" name="x"><SourceRef targetGUID="{g(71)}"/></Case></Cases>
<Sources>
<TextSource guid="{g(2)}" name="gesprek" plainTextPath="internal://{g(2)}.txt" creatingUser="">{one}</TextSource>
<TextSource guid="{g(3)}" name="geheim" plainTextPath="absolute:///etc/passwd"/></Sources></Project>"""
    return pack(path, {"project.qde": xml, f"sources/{g(2)}.txt": text.encode()})


TAGUETTE_CODEBOOK = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4"><Codes>
<Code guid="{g(1).upper()}" name="interesting" isCodable="true"/>
<Code guid="{g(2).upper()}" name="people" isCodable="true"/></Codes><Sets/></CodeBook>"""
