# ruff: noqa: E501
"""Hostile exchange files (.qdpx, .qdc), settings (project.yaml, codebook.yaml) and JSON lines."""

from __future__ import annotations

from tests.hostile.case import Case, Expected
from tests.hostile.transcripts import noise
from tests.transcripts.builders import zipped

NS = 'xmlns="urn:QDA-XML:project:1.0"'
TALK = "Interviewer: Hoe ging dat?\n\nInwoner: Er kwam nooit meer een brief.\n"
CODES = '<CodeBook><Codes><Code guid="C1" name="Stilte"/></Codes></CodeBook>'


def project(sources: str = "", codes: str = CODES, rest: str = "") -> str:
    return f'<Project {NS} name="P"><Users><User guid="U" name="An"/></Users>{codes}<Sources>{sources}</Sources>{rest}</Project>'


def source(text: str = TALK, selections: str = "", name: str = "a.txt", identity: str = "S") -> str:
    content = f"<PlainTextContent>{text}</PlainTextContent>"
    return f'<TextSource guid="{identity}" name="{name}">{content}{selections}</TextSource>'


def selection(number: int, start: object = 0, end: object = 11) -> str:
    coding = f'<Coding guid="D{number}" creatingUser="U"><CodeRef targetGUID="C1"/></Coding>'
    return f'<PlainTextSelection guid="T{number}" startPosition="{start}" endPosition="{end}">{coding}</PlainTextSelection>'


GOOD_PROJECT = project(source(selections=selection(1)))
GOOD_QDPX = zipped({"project.qde": GOOD_PROJECT})
GOOD_QDC = b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="C1" name="Stilte"/></Codes></CodeBook>'
GOOD_PROJECT_YAML = (
    "title: Het plein\nparticipation_level: raadplegen\ninterviewers: [An]\nphases:\n- label: Start\n  start: 2024-01\n"
)
GOOD_CODEBOOK_YAML = (
    "extends: standaard\nremove: [feedback_silence]\ngoals:\n- {id: eigen, number: 9, label: Eigen}\n"
    "themes:\n- {id: bankjes, goal: eigen, valence: positive, label: Bankjes, definition: Over bankjes.}\n"
)
GOOD_GOLD = '{"file": "a.txt", "turn": 0, "start": "Er kwam", "themes": ["x"]}\n'
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 8)}]\n  y{n}: 1\n" for n in range(1, 12)
)


def _cases() -> list[Case]:
    found: list[Case] = []

    def add(name: str, reason: str, data, expected: Expected = "either") -> None:
        made = (
            data
            if callable(data)
            else (lambda: data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
        )
        found.append(Case(name, reason, made, expected))

    def qdpx(name: str, reason: str, xml, expected: Expected = "read", parts: dict | None = None) -> None:
        made = xml if callable(xml) else (lambda: xml)
        add(f"exchange/{name}.qdpx", reason, lambda: zipped({"project.qde": made(), **(parts or {})}), expected)

    add("exchange/afgekapt.qdpx", "truncated", GOOD_QDPX[:-40], "refused")
    add("exchange/ruis.qdpx", "random bytes", noise("qdpx"), "refused")
    add("exchange/ruis.qdc", "random bytes", noise("qdc"), "refused")
    add("exchange/afgekapt.qdc", "truncated", GOOD_QDC[:-20], "refused")
    add(
        "exchange/utf7.qdc",
        "an encoding that hides tags",
        b'<?xml version="1.0" encoding="utf-7"?><CodeBook/>',
        "refused",
    )
    add("exchange/diep.qdc", "codes nested 50,000 deep", lambda: b"<CodeBook><Codes>" + b"<Code>" * 50_000, "refused")
    add(
        "exchange/veel-codes.qdc",
        "20,000 codes of one name",
        lambda: (
            b"<CodeBook><Codes>"
            + b"".join(b'<Code guid="%d" name="x"/>' % n for n in range(20_000))
            + b"</Codes></CodeBook>"
        ),
        "refused",
    )
    add(
        "exchange/zelfde-naam.qdc",
        "4,000 codes of one name",
        lambda: (
            b"<CodeBook><Codes>"
            + b"".join(b'<Code guid="%d" name="x"/>' % n for n in range(4000))
            + b"</Codes></CodeBook>"
        ),
        "read",
    )
    qdpx("bom", "a part of 150 MB of spaces", lambda: " " * (150 * 1024 * 1024), "refused")
    qdpx(
        "entiteiten",
        "entities within entities",
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Project name="&b;"/>',
        "refused",
    )
    qdpx("miljoenen", "two million elements", lambda: project(rest="<a/>" * 2_000_000), "refused")
    qdpx(
        "posities",
        "positions that are no numbers, negative or far too large",
        project(source(selections=selection(1, -5, 10**30) + selection(2, "9" * 5000, "x") + selection(3, "١", "٣"))),
    )
    qdpx(
        "veel-selecties",
        "30,000 selections in a text of 200,000 characters with other line ends",
        lambda: project(
            f'<TextSource guid="S" name="a" plainTextPath="internal://a.txt">{"".join(selection(n, n, n + 9) for n in range(30_000))}</TextSource>'
        ),
        parts={"sources/a.txt": TALK.replace("\n", "\r\n") * 3000},
    )
    qdpx(
        "pad",
        "paths that lead out of the archive, in sources and names",
        project(
            source(name="../../../../tmp/uit-de-map.txt")
            + '<TextSource guid="S2" name="x" plainTextPath="internal://../../../../etc/passwd"/>'
        ),
        parts={"../../../../tmp/uit-de-map.txt": "x"},
    )
    qdpx(
        "nullen",
        "a source with null bytes and control characters",
        '<Project name="P"><Sources><TextSource guid="S" name="a" plainTextPath="internal://a.txt"/></Sources></Project>',
        parts={"sources/a.txt": b"I: Hoe\x00 dan\x01?\n\nR: \x1b[31mZo.\n"},
    )
    qdpx(
        "formules",
        "formulas and script in names, codes and text",
        project(
            source("I: Hoe?\n\nR: =1+1 &lt;script&gt;alert(1)&lt;/script&gt;", selection(1), name="=cmd.txt"),
            '<CodeBook><Codes><Code guid="C1" name="=1+1&lt;script&gt;"/></Codes></CodeBook>',
        ),
    )
    qdpx(
        "veel-bronnen",
        "6,000 documents",
        lambda: project("".join(source("I: x", identity=f"S{n}") for n in range(6000))),
        "refused",
    )
    qdpx(
        "zelfde-guid",
        "everything has the same GUID",
        project(source(selections=selection(1), identity="C1") + source(selections=selection(1), identity="C1")),
    )
    qdpx("stuurtekens", "a name with line ends and marks", project(source(name="a&#10;b&#x202E;.txt")))
    qdpx("leeg", "no name, no text, nothing", "<Project/>", "refused")

    for kind, good in (("project", GOOD_PROJECT_YAML), ("codebook", GOOD_CODEBOOK_YAML)):
        for name, reason, text in [
            ("afgekapt", "truncated", good[: len(good) // 2] + " ["),
            ("samenvoegen", "merges that double on every line", MERGES),
            ("diep", "nested 5,000 deep", "title: " + "[" * 5000 + "]" * 5000),
            ("zichzelf", "holds itself", "&a [*a]"),
            ("zichzelf-genoemd", "a value that holds itself", "title: &a {x: *a}\nremove: *a\ngoals: *a\n"),
            ("code", "asks to run a program", "title: !!python/object/apply:os.system ['touch /tmp/uit-de-map.txt']"),
            ("datum", "a day that does not exist", "title: 2024-99-99"),
            ("getal", "a number that is none", "title: !!int x\nnumber: !!float ''"),
            ("tijd", "a time that is none", "title: !!timestamp x"),
            ("groot-getal", "a number of 10,000 digits", "title: " + "9" * 10_000),
            ("ja-nee", "a truth value that is none", "title: !!bool misschien"),
            ("sleutel", "a key that is no text", "? {a: b}\n: c\n? [1]\n: d"),
            (
                "vormen",
                "every field of another kind",
                "title: [1]\ninterviewers: {1: [2]}\nphases: 5\nremove: 7\ngoals: 3\nthemes: {a: b}\nextends: true",
            ),
            (
                "verwijder",
                "what to leave out is no text",
                "extends: standaard\nremove: [{a: 1}, [2]]\nthemes: [x]\ncore_themes: 4",
            ),
            ("tekst", "no mapping at all", "zomaar wat woorden"),
        ]:
            add(f"settings/{kind}-{name}.yaml", reason, text)
        add(f"settings/{kind}-ruis.yaml", "random bytes", noise(kind), "refused")
        add(f"settings/{kind}-groot.yaml", "3 MB", "title: " + "a" * 3_000_000, "refused")
    add(
        "settings/project-tekens.yaml",
        "half characters, null bytes, marks and a formula in the title",
        r'title: "=1+1 \uD83D \0 \u202E <script>"',
        "read",
    )
    add("settings/project-kosten.yaml", "costs that are no amount", "costs: .nan")

    for name, reason, text in [
        ("afgekapt", "truncated", GOOD_GOLD[:-9]),
        ("diep", "nested 100,000 deep", '{"a": ' + "[" * 100_000),
        ("getal", "a number of 10,000 digits", '{"turn": ' + "9" * 10_000 + "}"),
        ("geen-getal", "numbers that JSON does not have", '{"turn": NaN, "text": "x", "score": Infinity}'),
        ("lijst", "no object", "[1, 2]\n3\n"),
        ("soorten", "every field of another kind", '{"file": 1, "turn": "0", "start": [], "themes": "x", "text": {}}'),
    ]:
        add(f"lines/{name}.jsonl", reason, text, "refused")
    add(
        "lines/halve-tekens.jsonl",
        "lone surrogates",
        GOOD_GOLD.replace("Er kwam", "Er \\ud83d").replace("}", ', "text": "\\udc00"}'),
        "read",
    )
    add("lines/ruis.jsonl", "random bytes", noise("jsonl"), "refused")
    return found


CASES = _cases()
