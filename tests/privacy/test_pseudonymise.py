import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratief.domain.interview import Interview, Utterance
from narratief.privacy.detect import rule_detectors
from narratief.privacy.detectors.deduce_engine import DeduceDetector
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.vault.vault import Vault

DETECTORS = rule_detectors()


def test_personal_data_becomes_pseudonyms_labels_and_warnings_included(interview: Interview):
    after = pseudonymise(interview, None, DETECTORS)

    assert [turn.speaker for turn in after.turns] == ["Interviewer", "[PERSOON-1]", "Interviewer", "[PERSOON-1]"]
    assert after.turns[1].text == "Ik ben [PERSOON-1], ik woon op de [ADRES-1]."
    assert after.turns[2].text == "En uw vrouw, meneer [PERSOON-1]?"
    assert after.turns[3].text == "Mijn vrouw [PERSOON-2] belt op [TELEFOON-1]. [PERSOON-1], zegt [PERSOON-2] dan."
    assert after.warnings == ("[PERSOON-1] is als inwoner herkend.",)


def test_the_key_goes_to_the_vault_and_a_second_run_gives_the_same_numbers(interview: Interview, tmp_path):
    vault = Vault("proef", tmp_path)

    first = pseudonymise(interview, vault, DETECTORS)
    second = pseudonymise(interview, vault, DETECTORS)

    assert first == second
    assert vault.lookup(interview.id, "PERSOON-1")[0] == "Gerrit Wiersma"
    assert vault.lookup(interview.id, "PERSOON-2") == ["Fenna"]
    assert vault.lookup(interview.id, "ADRES-1") == ["Dorpsweg 14"]


def test_numbers_stay_when_the_text_grows(tmp_path):
    vault = Vault("proef", tmp_path)
    short = Interview.build("a.txt", [Utterance("R", "Ik sprak Fenna.", "resident")])
    longer = Interview.build("a.txt", [Utterance("R", "Ik sprak Ans en Fenna.", "resident")])

    assert "[PERSOON-1]" in pseudonymise(short, vault, DETECTORS).text
    assert pseudonymise(longer, vault, DETECTORS).turns[0].text == "Ik sprak [PERSOON-2] en [PERSOON-1]."


def test_turns_of_one_person_under_two_labels_are_not_joined():
    interview = Interview.build(
        "a.txt", [Utterance("Gerrit", "Ja.", "resident"), Utterance("Gerrit Wiersma", "Nee.", "resident")]
    )

    after = pseudonymise(interview, None, DETECTORS)

    assert len(after.turns) == 2
    assert after.text == "[PERSOON-1]: Ja.\n\n[PERSOON-1]: Nee."


def test_a_failing_detector_tells_no_words_of_the_interview(interview: Interview):
    def broken(_: str) -> list:
        raise ValueError("stuk")

    with pytest.raises(ValueError, match=r"^stuk$"):
        pseudonymise(interview, None, [broken])


NAMES = ["Gerrit Wiersma", "Fenna", "Hanneke de Boer", "Farid el Amrani", "Brechtje Osinga", "Wout", "Ömer Kaya"]
FILLED = st.sampled_from(
    ["Ik sprak {} op straat.", "Toen zei {}: dat kan niet.", "Mijn buurvrouw {} was er ook.",
     "ja en {} die kwam ook nog",
     "Bel 06-12 34 56 78 en vraag naar {}.", "Dat is {}, geboren op 14 maart 1943.", "Gewoon een zin over {}'s fiets."]
)  # fmt: skip
PLAIN = st.sampled_from(
    [
        "Nee, dat weet ik niet.",
        "de gemeente had het beloofd",
        "Het park is mooi geworden!",
        "[PERSOON-4] zei dat.",
        "hm",
        "1 2 3",
    ]
)
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["Interviewer", "I", "R", "", "Spreker 1", *NAMES[:3]]),
        st.one_of(PLAIN, st.builds(str.format, FILLED, st.sampled_from(NAMES))),
        st.sampled_from(["interviewer", "resident", "other"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TURNS)
def test_turns_roles_and_positions_hold_and_no_name_is_left(turns: list[tuple[str, str, str]]):
    before = Interview.build("a.txt", [Utterance(*turn) for turn in turns])

    after = pseudonymise(before, None, DETECTORS)

    assert [(t.index, t.role) for t in after.turns] == [(t.index, t.role) for t in before.turns]
    assert all(after.text[t.start : t.end] == t.text for t in after.turns)
    assert pseudonymise(after, None, DETECTORS) == after
    assert not any(name in after.text for name in NAMES)


@given(st.lists(st.tuples(st.sampled_from(["A", "B", "Ans"]), st.text(max_size=80)), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_text_keeps_its_turns_and_is_stable(turns: list[tuple[str, str]]):
    before = Interview.build("a.txt", [Utterance(speaker, text, "resident") for speaker, text in turns])

    after = pseudonymise(before, None, DETECTORS)

    assert len(after.turns) == len(before.turns)
    assert all(after.text[t.start : t.end] == t.text for t in after.turns)
    assert pseudonymise(after, None, DETECTORS) == after


def test_an_interview_of_six_thousand_words_takes_about_a_second(deduce: DeduceDetector):
    talk = "Ik vond de avond goed, maar de gemeente had eerder moeten bellen, zei Hanneke ook en dat is zo. " * 3
    turns = [Utterance("I" if i % 2 else "R", talk + str(i), "resident") for i in range(110)]
    interview = Interview.build("lang.txt", turns)
    pseudonymise(interview, None, [*DETECTORS, deduce])

    began = time.process_time()
    pseudonymise(interview, None, [*DETECTORS, deduce])

    assert time.process_time() - began < 5
