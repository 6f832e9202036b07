"""One person, body or address has one number in all interviews of a project; who may be two people has two."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.interview import Interview, Utterance
from narratief.domain.marked import Marked
from narratief.domain.project import load_project
from narratief.pipeline.pseudonymisation import pseudonymise_for_project
from narratief.privacy.project_people import called, fits
from narratief.privacy.register import Register
from narratief.privacy.vault.unkept import UnkeptNames
from narratief.privacy.vault.vault import Vault


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", str(tmp_path / "sleutel"))
    return Vault("plein", tmp_path / "kluis")


def read(vault: Vault | UnkeptNames, interview: str, *names: str, kind="person", text: str = "") -> list[str]:
    """Number names as reading an interview does."""
    register = Register(vault.numbered(interview), [text], lambda *given: vault.number(interview, *given))
    labels = register.assign([(kind, name) for name in names])
    vault.store(interview, register.originals())
    return labels


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wietske Hoekstra", "wietske hoekstra"),
        ("Jan van der Horst", "jan van den horst"),
        ("Truus Meijer-van Houwelingen", "Truus Meijer"),
        ("Gülsüm Yıldız", "gulsum Yıldız"),
        ("Youssef el Amrani", "Youssef El-Amrani"),
        ("Gerrit Wiersma", "G. Wiersma"),
        ("Gerrit Wiersma", "meneer Wiersma"),
        ("Wietske", "Wietske Hoekstra"),
        ("van Dijk", "mevrouw van Dijk"),
    ],
)
def test_one_person_has_one_number_in_two_interviews_whichever_is_first(one: str, other: str):
    for first, second in ((one, other), (other, one)):
        names = UnkeptNames()
        assert read(names, "a.txt", "Iemand Anders", first) == ["[PERSOON-1]", "[PERSOON-2]"]
        assert read(names, "b.txt", second) == ["[PERSOON-2]"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Bakker", "Jan de Vries"),
        ("Gerrit Wiersma", "Klaas Wiersma"),
        ("Hanneke Bos", "Janneke Bos"),
        ("G. Wiersma", "Klaas Wiersma"),
        ("Maria Bos", "Anna Maria Bos"),
    ],
)
def test_two_people_have_two_numbers(one: str, other: str):
    assert not fits(called(one), [called(other)])
    names = UnkeptNames()
    assert read(names, "a.txt", one) != read(names, "b.txt", other)


def test_a_first_name_that_fits_two_people_is_nobody_known():
    names = UnkeptNames()
    read(names, "a.txt", "Jan Bakker", "Jan de Vries")

    assert read(names, "b.txt", "Jan") == ["[PERSOON-3]"]
    assert read(names, "c.txt", "Jan", "Jan de Vries") == ["[PERSOON-2]", "[PERSOON-2]"]


def test_a_first_name_is_not_made_of_somebody_whom_another_full_name_has_too():
    names = UnkeptNames()
    assert read(names, "a.txt", "Jan") == read(names, "b.txt", "Jan Bakker") == ["[PERSOON-1]"]
    assert read(names, "c.txt", "Jan de Vries") == ["[PERSOON-2]"]


def test_two_people_of_one_interview_never_get_one_number():
    names = UnkeptNames()
    read(names, "a.txt", "Gerrit Wiersma")

    assert len(set(read(names, "b.txt", "Gerrit", "Wiersma"))) == 2


def test_bodies_and_streets_are_one_too_but_not_a_number_of_a_house_alone():
    names = UnkeptNames()
    assert read(names, "a.txt", "Slagerij Wijbenga", kind="organisation") == ["[ORGANISATIE-1]"]
    assert read(names, "b.txt", "Bakkerij Smit", "slagerij wijbenga", kind="organisation") == [
        "[ORGANISATIE-2]",
        "[ORGANISATIE-1]",
    ]
    assert read(names, "a.txt", "Lindelaan 47", "nummer 12", kind="address") == ["[ADRES-1]", "[ADRES-2]"]
    assert read(names, "b.txt", "nummer 12", "lindelaan 47", kind="address") == ["[ADRES-3]", "[ADRES-1]"]


def test_numbers_stay_when_an_interview_is_read_again_and_erased_ones_are_never_given_again(vault: Vault):
    first = read(vault, "a.txt", "Wietske Hoekstra", "Gerrit Wiersma")
    second = read(vault, "b.txt", "Gerrit Wiersma", "Fenna Dijkstra")
    assert (first, second) == (["[PERSOON-1]", "[PERSOON-2]"], ["[PERSOON-2]", "[PERSOON-3]"])

    assert read(vault, "a.txt", "Nieuwe Naam", "Gerrit Wiersma", "Wietske Hoekstra") == [
        "[PERSOON-4]",
        "[PERSOON-2]",
        "[PERSOON-1]",
    ]
    vault.delete("a.txt")
    assert vault.interviews() == ["b.txt"]
    assert vault.originals("b.txt") == {"[PERSOON-2]": ["Gerrit Wiersma"], "[PERSOON-3]": ["Fenna Dijkstra"]}
    assert read(vault, "c.txt", "Wietske Hoekstra") == ["[PERSOON-5]"]
    vault.delete("c.txt")
    assert read(vault, "d.txt", "Wietske Hoekstra") == ["[PERSOON-6]"]


def test_a_number_that_stands_in_a_transcript_is_nobody_elses():
    names = UnkeptNames()
    read(names, "a.txt", "Wietske Hoekstra")

    assert read(names, "b.txt", "Wietske Hoekstra", text="Dat zei [PERSOON-1].") == ["[PERSOON-2]"]
    assert read(names, "c.txt", "Fenna", text="Dat zei [PERSOON-999999].") == ["[PERSOON-3]"]


def test_numbers_of_when_each_interview_had_its_own_are_still_known_and_never_given_again(vault: Vault):
    vault.store("a.txt", {"[PERSOON-1]": ["Wietske Hoekstra"]})
    vault.store("b.txt", {"[PERSOON-1]": ["Gerrit Wiersma"], "[PERSOON-2]": ["Wietske Hoekstra"]})

    assert read(vault, "b.txt", "Wietske Hoekstra", "Gerrit Wiersma") == ["[PERSOON-3]", "[PERSOON-4]"]
    assert read(vault, "a.txt", "Wietske Hoekstra") == ["[PERSOON-3]"]
    assert vault.lookup("b.txt", "PERSOON-1") == ["Gerrit Wiersma"]


def test_a_renamed_interview_keeps_its_names_and_numbers_by_one_write(vault: Vault, monkeypatch: pytest.MonkeyPatch):
    vault.store("gesprek-1.txt", {"[PERSOON-1]": ["Wietske"]})
    vault.store("Wietske.txt", {"[PERSOON-1]": ["Wietske Hoekstra"]})
    written = []
    monkeypatch.setattr(
        Vault, "_write", lambda self, content, real=Vault._write: (written.append(1), real(self, content))
    )
    vault.rename("Wietske.txt", "gesprek-1.txt")

    assert len(written) == 1
    assert vault.all_originals() == {"gesprek-1.txt": {"[PERSOON-1]": ["Wietske Hoekstra", "Wietske"]}}
    assert vault.file_names() == {"gesprek-1.txt": "Wietske.txt"}


def test_a_nickname_that_the_speaker_ties_to_a_name_is_that_person(tmp_path: Path):
    (tmp_path / "plein").mkdir()
    project = load_project(tmp_path / "plein")
    names = UnkeptNames()
    said = {
        "a.txt": "Toen kwam Mohamed Bouzambou, iedereen noemt hem Moos, bij ons langs met een brief.",
        "b.txt": "Ik heb Moos Bakker gebeld en later sprak ik Mohamed Bouzambou nog een keer.",
    }
    texts = {}
    for file, words in said.items():
        interview = Interview.build(file, [Utterance("Bewoner", words, "resident")])
        texts[file] = pseudonymise_for_project(project, interview, Marked(), names).text

    assert texts["a.txt"].count("[PERSOON-1]") == 2
    assert "sprak ik [PERSOON-1] nog" in texts["b.txt"]
    assert "heb [PERSOON-2] gebeld" in texts["b.txt"]
