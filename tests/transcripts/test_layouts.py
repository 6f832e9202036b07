# ruff: noqa: E501
"""Layouts of interviewers and platforms, each in many variants: names, labels, quotes, forms of time."""

from __future__ import annotations

import pytest

from narratief.transcripts.read import read_transcript

from .builders import docx, p, save

Talk = list[tuple[str, str]]

PAIR: Talk = [
    ("host", "Hoe lang woont u hier al?"),
    ("first", "Dertig jaar, ik kwam hier met mijn man. De huizen waren nieuw."),
    ("host", "En bevalt het een beetje?"),
    ("first", "Ja hoor, ik wil niet weg. De buren zijn goed."),
    ("host", "Hoe hoorde u van de plannen?"),
    ("first", "Via een brief, die viel op de mat. Ik las hem niet, dat doe ik nooit."),
    ("host", "Wat vond u van de avond?"),
    ("first", "Druk. Wij zaten achteraan en ik verstond er niks van. Maar de koffie was goed."),
]
GROUP: Talk = [
    ("host", "Fijn dat u er bent. Kunt u iets over uzelf vertellen?"),
    ("first", "Ik ben Truus, ik woon hier dertig jaar. Mijn man werkte bij het spoor."),
    ("host", "Hoe hoorde u van de plannen?"),
    ("second", "Via een brief, die viel op de mat. Ik las hem niet."),
    ("first", "Ik las hem wel, en toen ben ik gaan bellen. Niemand nam op."),
    ("host", "En daarna?"),
    ("third", "Nou, wij zijn met de hele straat naar de avond gegaan. Het was koud."),
    ("host", "Dank u wel voor het gesprek."),
]
TALKS = {"pair": PAIR, "short": PAIR[:4], "group": GROUP, "group with a last word": [*GROUP, ("second", "Graag gedaan, ik vond het fijn om te vertellen.")]}  # fmt: skip
NAMES = {
    "first names": ("Sanne", "Truus", "Joop", "Wil Bakker"),
    "full names": ("Marieke van 't Hof", "Ali el Amrani", "Ria Bos-de Wit", "J. Pietersen"),
    "capitals": ("SANNE", "TRUUS", "JOOP", "WIL"),
    "the host is speaker 3": ("Spreker 3", "Spreker 1", "Spreker 2", "Spreker 4"),
    "whisperx": ("SPEAKER_02", "SPEAKER_00", "SPEAKER_01", "SPEAKER_03"),
    "letters with numbers": ("S3", "S1", "S2", "S4"),
    "council": ("De voorzitter", "Mevrouw JANSEN (VVD)", "De heer DE VRIES (CDA)", "Mevrouw VAN 'T HOF (PvdA)"),
    "titles": ("Wethouder BAKKER", "Mevrouw Jansen (D66)", "De heer Pietersen (GroenLinks)", "Mw. De Wit (Leefbaar Oost)"),
    "parts": ("Mevrouw BAKKER (gemeente)", "Mevrouw JANSEN (bewoner)", "De heer PIETERSEN (bewoner)", "Mevrouw EL AMRANI (ondernemer)"),
}  # fmt: skip
FORMS = {
    "label": "{name}: {text}",
    "label above": "{name}:\n{text}",
    "time - name": "[{time}] - {name}\n{text}",
    "- time - name": "- [{time}] - {name}\n{text}",
    "bullet time dash name": "• [{time}] – {name}\n{text}",
    "- time name:": "- [{time}] {name}: {text}",
    "* time name": "* {time} {name}\n{text}",
    "time - name:": "[{time}] - {name}: {text}",
    "time, name, words": "{time}\n{name}\n{text}",
    "boxed time, name, words": "[{time}]\n{name}\n{text}",
    "short time, name, words": "{short}\n{name}\n{text}",
    "range, name, words": "{time} - {end}\n{name}\n{text}",
    "time name": "{time} {name}\n{text}",
    "name (time)": "{name} ({time})\n{text}",
}


def written(talk: Talk, names: tuple[str, ...], form: str, gap: str) -> str:
    called = dict(zip(("host", "first", "second", "third"), names, strict=True))
    parts = []
    for number, (who, text) in enumerate(talk):
        at = number * 7 + 3
        clocks = [f"{second // 60:02d}:{second % 60:02d}" for second in (at, at + 6)]
        times = {"time": f"00:{clocks[0]}", "end": f"00:{clocks[1]}", "short": clocks[0]}
        parts.append(form.format(name=called[who], text=text, **times))
    return gap.join(parts)


def said(path) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in read_transcript(path).turns]


def wanted(talk: Talk) -> list[tuple[str, str]]:
    return [("interviewer" if who == "host" else "resident", text) for who, text in talk]


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank", "no blank"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", NAMES)
def test_names_and_times(tmp_path, names, form, gap):
    for talk in TALKS.values():
        text = written(talk, NAMES[names], FORMS[form], gap)

        assert said(save(tmp_path, "a.txt", text.encode())) == wanted(talk), text


@pytest.mark.parametrize("form", ["- time - name", "time, name, words", "label"])
def test_names_and_times_in_word(tmp_path, form):
    for talk in TALKS.values():
        lines = written(talk, NAMES["first names"], FORMS[form], "\n").split("\n")

        assert said(save(tmp_path, "a.docx", docx([p(line) for line in lines]))) == wanted(talk)


def test_a_short_answer_beside_a_time_is_no_name(tmp_path):
    text = "[00:01] I: Bent u Truus?\n[00:03] R: Prima.\n[00:05] I: En Joop?\n[00:07]\nGoed\n[00:09] I: Mooi.\n[00:11] R: Zeker."

    speakers = {turn.speaker for turn in read_transcript(save(tmp_path, "a.txt", text.encode())).turns}

    assert speakers == {"I", "R"}


@pytest.mark.parametrize("labels", [("S", "R"), ("I", "R"), ("V", "A"), ("Sanne", "Truus"), ("Interviewer", "Bewoner")])
@pytest.mark.parametrize("form", ["{}: {}", "{}. {}", "**{}:** {}", "{}\t{}", "[{}] {}"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank", "no blank"])
@pytest.mark.parametrize("bare", [0, 1], ids=["answer first", "answer after a question"])
def test_first_answer_without_a_label(tmp_path, labels, form, gap, bare):
    if form == "{}. {}" and len(labels[0]) > 1:
        pytest.skip("a name and a full stop is no label")
    talk = PAIR[1 - bare :]
    called = {"host": labels[0], "first": labels[1]}
    lines = [text if at == bare else form.format(called[who], text) for at, (who, text) in enumerate(talk)]
    path = save(tmp_path, f"a.{'md' if '*' in form else 'txt'}", gap.join(lines).encode())

    interview = read_transcript(path)

    assert [(turn.role, turn.text) for turn in interview.turns] == wanted(talk)
    assert any("geen label" in warning for warning in interview.warnings)


def test_an_introduction_is_no_answer(tmp_path):
    text = "Ik sprak mevrouw De Wit voor dit verslag.\n\n" + written(PAIR, NAMES["first names"], FORMS["label"], "\n\n")

    interview = read_transcript(save(tmp_path, "a.txt", text.encode()))

    assert [turn.text for turn in interview.turns] == [text for _, text in PAIR]
    assert "Ik sprak mevrouw De Wit" in interview.warnings[-1]


QUOTES = ['"{}"', "“{}”", "„{}”", "„{}“", "«{}»", "»{}«", "‘{}’", "{}"]


@pytest.mark.parametrize("quotes", QUOTES)
@pytest.mark.parametrize("name", ["Truus", "Truus de Wit", "Truus (72)", "Mevrouw De Wit", "Mevrouw DE WIT (bewoner)"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank", "no blank"])
def test_questions_without_a_label(tmp_path, name, quotes, gap):
    lines = [text if who == "host" else f"{name}: {quotes.format(text)}" for who, text in PAIR]

    found = said(save(tmp_path, "a.txt", gap.join(lines).encode()))

    assert found == [(role, text if role == "interviewer" else quotes.format(text)) for role, text in wanted(PAIR)]


@pytest.mark.parametrize("quotes", QUOTES)
def test_questions_without_a_label_to_a_group(tmp_path, quotes):
    group = ["Truus", "Joop"]
    lines, expected = [], []
    for number, (who, text) in enumerate(PAIR):
        if who == "host":
            lines.append(text)
            expected.append(("Interviewer", text))
            continue
        for name in group if number > 2 else group[:1]:
            lines.append(f"{name}: {quotes.format(text)}")
            expected.append((name, quotes.format(text)))

    interview = read_transcript(save(tmp_path, "a.txt", "\n\n".join(lines).encode()))

    assert [(turn.speaker, turn.text) for turn in interview.turns] == expected
    assert {turn.speaker for turn in interview.resident_turns} == set(group)


def test_an_answer_of_several_paragraphs_stays_whole(tmp_path):
    lines = [text if who == "host" else f"Truus: “{text}\n\nEn dat was het, wij gingen door.”" for who, text in PAIR]

    found = said(save(tmp_path, "a.txt", "\n\n".join(lines).encode()))

    assert [text for role, text in found if role == "interviewer"] == [text for who, text in PAIR if who == "host"]
    assert all(text.endswith("door.”") for role, text in found if role == "resident")


def test_a_prompt_that_is_no_question_is_the_interviewers(tmp_path):
    talk = [("host", "Vertel eens over de straat."), *PAIR[1:]]
    lines = [text if who == "host" else f"Truus: “{text}”" for who, text in talk]

    assert [role for role, _ in said(save(tmp_path, "a.txt", "\n\n".join(lines).encode()))] == [
        "interviewer",
        "resident",
    ] * 4


HOSTS: list[Talk] = [
    [
        ("first", "Ja, kom binnen. Pas op voor de hond, hij doet niks."),
        ("second", "Wil je koffie of thee?"),
        ("host", "Koffie graag. Vindt u het goed dat ik het gesprek opneem?"),
        ("first", "Ja hoor, ga je gang."),
        ("host", "Hoe lang woont u hier al?"),
        ("first", "Veertig jaar. Ik kwam hier als jonge meid."),
        ("second", "Eenenveertig, schat. Weet je nog van die winter?"),
        ("host", "En hoe hoorde u van de plannen?"),
        ("second", "Dat stond in de krant. Ik ben naar het gemeentehuis gegaan. Wat denk je? Niemand wist er wat van."),
        ("host", "Dank u wel."),
    ],
    [
        ("first", "Waar is de koffie?"),
        ("second", "In de kast, toch?"),
        (
            "host",
            "Zullen we beginnen? Ik ben Sanne, ik doe dit onderzoek voor de gemeente. Alles wat u zegt blijft anoniem.",
        ),
        ("first", "Prima."),
        ("host", "Vertel, hoe ging het hier in de straat toen de plannen kwamen."),
        ("first", "Nou, wij kregen een brief. Toen dacht ik, wat moet ik daarmee? Ik ben gaan bellen."),
        ("second", "En wie kreeg je aan de lijn? Niemand toch?"),
        ("first", "Niemand."),
        ("host", "Dat is vervelend."),
        ("second", "Ja. Wij zijn toen met z'n allen gegaan."),
        ("host", "Mooi. Dank voor dit gesprek."),
    ],
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("talk", HOSTS, ids=["asks", "leads"])
def test_the_host_is_speaker_three(tmp_path, talk, form):
    path = save(tmp_path, "a.txt", written(talk, NAMES["the host is speaker 3"], FORMS[form], "\n\n").encode())

    assert said(path) == wanted(talk)


def test_notes_in_labels_do_not_make_another_speaker(tmp_path):
    text = "I: Hoe was het?\nR (lachend): Koud.\nI: Hoe koud?\nR: Heel koud.\nI (zacht): En nu?\nR [denkt na]: Nu niet.\nI: Heus?\nR (Lacht): Ja."

    interview = read_transcript(save(tmp_path, "a.txt", text.encode()))

    assert {turn.speaker for turn in interview.turns} == {"I", "R"}
    assert [turn.text for turn in interview.turns] == [
        "Hoe was het?",
        "(lachend) Koud.",
        "Hoe koud?",
        "Heel koud.",
        "(zacht) En nu?",
        "[denkt na] Nu niet.",
        "Heus?",
        "(Lacht) Ja.",
    ]


def test_one_name_with_two_parties_is_two_speakers(tmp_path):
    lines = [
        ("Sanne", "Hoe was het?"),
        ("Bewoner (man)", "Koud."),
        ("Bewoner (vrouw)", "Nat ook."),
        ("Sanne", "En toen?"),
        ("Bewoner (man)", "Naar huis."),
        ("Bewoner (vrouw)", "Ja."),
    ]

    interview = read_transcript(save(tmp_path, "a.txt", "\n".join(f"{who}: {text}" for who, text in lines).encode()))

    assert [(turn.speaker, turn.text) for turn in interview.turns] == lines


def test_a_part_that_is_named_once_stays_with_the_name(tmp_path):
    text = "Sanne (interviewer): Hoe was het?\nTruus: Koud.\nSanne: Hoe koud?\nTruus: Heel koud.\nSanne: En nu?\nTruus: Ja."

    interview = read_transcript(save(tmp_path, "a.txt", text.encode()))

    assert {turn.speaker for turn in interview.turns} == {"Sanne (interviewer)", "Truus"}
    assert interview.role_confidence > 0.9


def test_what_a_resident_asks_in_a_second_paragraph_stays_hers(tmp_path):
    text = (
        "Truus: Dat weet ik niet meer.\n\nOf toch?\n\nSanne: Denk rustig na.\n\nTruus: In mei.\n\nOf was het juni?\n\n"
        "Sanne: Dat kan.\n\nTruus: Juni dus.\n\nWat maakt het uit?\n\nSanne: Niks."
    )

    interview = read_transcript(save(tmp_path, "a.txt", text.encode()))

    assert [turn.speaker for turn in interview.turns] == ["Truus", "Sanne"] * 3
