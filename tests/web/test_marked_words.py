"""What people mark in the privacy step of one transcript holds in those read later, on the command line too."""

from __future__ import annotations

from pathlib import Path

import pytest

from narratief.domain.entities import Entity
from narratief.domain.interview import Interview, Utterance
from narratief.domain.marked import Marked
from narratief.pipeline.job_kinds import job_kinds
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.take_in import take_in
from narratief.pipeline.worker import Worker
from narratief.privacy.pseudonymise import pseudonymise
from narratief.privacy.speakers import names_in_label
from narratief.store.accounts.access import Role
from narratief.store.coding.interviews import interview_row
from narratief.store.coding.projects import get_project
from narratief.store.database import Store
from narratief.store.schema import InterviewRow
from tests.web.conftest import LogIn
from tests.web.test_projects import made

FIRST = """Interviewer: Wie hielp u?
Bewoner: Slagerij Wijbenga hielp ons. De oma van de bakker wist het. Mantelzorger zei niets.
"""
SPOKEN = """Interviewer: Kwam u zelf ook?
Mantelzorger: Ja, en dat vond ik fijn.
Interviewer: En daarna?
Mantelzorger: Daarna niet meer.
"""
LATER = """Interviewer: En u?
Bewoner: De oma van de bakker kwam. Ook Slagerij Wijbenga kwam niet. Een bakker zag ik niet.
"""


@pytest.mark.slow
def test_marks_of_both_kinds_hold_in_later_transcripts(
    store: Store, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narratief.pipeline.open_project.open_store", lambda: store)
    client = log_in(Role.EVALUATOR)
    number = made(client)

    def read(name: str, talk: str) -> InterviewRow:
        client.post(f"/projecten/{number}/bestanden", files=[("files", (name, talk.encode()))])
        Worker(store, job_kinds()).run_waiting()
        return kept(name)

    def kept(name: str) -> InterviewRow:
        with store.reading() as session:
            return interview_row(session, number, name)

    first = read("a.txt", FIRST)
    assert "[ORGANISATIE-1]" in first.text
    assert "oma van de bakker" in first.text
    assert "Mantelzorger zei niets" in first.text
    path = f"/projecten/{number}/gesprekken/{first.id}/inlezen"
    client.post(f"{path}/terugzetten", data={"pseudonym": "[ORGANISATIE-1]"})
    client.post(f"{path}/verbergen", data={"words": "oma van de bakker", "kind": "person"})
    assert "Slagerij Wijbenga hielp ons. De [PERSOON-" in kept("a.txt").text

    later = read("b.txt", LATER)
    assert "Ook Slagerij Wijbenga kwam niet. Een bakker zag ik niet." in later.text
    assert "oma van de bakker" not in later.text

    # in speaker labels too, where it would pass as a role
    client.post(f"{path}/verbergen", data={"words": "Mantelzorger", "kind": "person"})
    assert "Mantelzorger" not in kept("a.txt").text
    spoken = read("e.txt", SPOKEN)
    labels = [said.partition(": ")[0] for said in spoken.text.split("\n\n")]
    assert labels == ["Interviewer", "[PERSOON-2]", "Interviewer", "[PERSOON-2]"]

    with store.reading() as session:
        folder = Path(get_project(session, number).folder)
    (folder / "c.txt").write_text(LATER.replace("En u?", "En verder?"), "utf-8")
    take_in(open_folder(folder))
    assert "oma van de bakker" not in kept("c.txt").text
    assert "Ook Slagerij Wijbenga kwam niet." in kept("c.txt").text

    # hidden after all: the word is no longer kept, and what was hidden and put back is no longer hidden
    client.post(f"{path}/verbergen", data={"words": "Slagerij Wijbenga", "kind": "organisation"})
    last = read("d.txt", LATER.replace("En u?", "En nu?"))
    assert "Slagerij Wijbenga" not in last.text


def test_a_kept_word_is_kept_whatever_it_is_and_a_hidden_one_only_as_it_was_written() -> None:
    text = "Bel 14 070 of Kwast, met de kwast. Kwasten mag."
    marked = Marked(keep=("14 070",), hide=(("person", "Kwast"),))
    found = [each for find in marked.on([lambda text: [Entity(4, 10, "phone")]]) for each in find(text)]
    assert [(text[each.start : each.end], each.type) for each in found] == [("Kwast", "person")]


def test_marks_hold_in_speaker_labels() -> None:
    talk = Interview.build(
        "a.txt",
        [
            Utterance("Tolk", "Ik was er.", "resident"),
            Utterance("Plint en Zoon", "Wij ook.", "resident"),
            Utterance("Linde", "Tolk was er.", "resident"),
        ],
    )
    marked = Marked(keep=("Linde",), hide=(("person", "Tolk"), ("organisation", "Plint en Zoon")))
    after = pseudonymise(talk, None, marked.on([]), marked.keep, marked.on([names_in_label]))
    assert [turn.speaker for turn in after.turns] == ["[PERSOON-1]", "[ORGANISATIE-1]", "Linde"]
    assert after.turns[2].text == "[PERSOON-1] was er."
