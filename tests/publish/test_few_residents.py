"""Of fewer than five residents readers see only quotes that a person confirmed, and are told how many wait."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from narratief.domain.actions import Confirm
from narratief.domain.interview import Interview, Utterance
from narratief.domain.spans import edits_between
from narratief.pipeline.export import gather_kept, write_export
from narratief.publish.formats import FORMATS
from narratief.publish.quotes_to_confirm import quotes_to_confirm, waiting_in_words
from narratief.store.decision_log import undo
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.decide import accept_reading, decide
from narratief.store.review.memos import choose_quote, quotes_of
from narratief.store.review.project_state import project_state
from narratief.store.review.quote_answers import quote_answers
from narratief.store.review.result import result_of
from narratief.store.review.text_changes import change_text
from narratief.store.schema import InterviewRow
from narratief.synthesis.html import overall_page, project_page
from narratief.synthesis.synthesise import overall_synthesis, project_synthesis
from tests.publish.confirming import WHO, confirm_quotes
from tests.publish.exchange.conftest import work as _work
from tests.publish.report.reading import squeezed, text_of_docx, text_of_html, text_of_pdf

work = _work
STILL, NEIGHBOUR, SETTLED = (
    "Het bleef daarna 😀 maanden stil.",
    "Mijn buurvrouw ken ik nu echt goed.",
    "Het was allang beslist.",
)
READERS = {
    "verslag-docx": text_of_docx,
    "verslag-pdf": text_of_pdf,
    "verslag-html": text_of_html,
    "impuls-docx": text_of_docx,
    "impuls-pdf": text_of_pdf,
}


@pytest.fixture
def reviewed(work: ProjectRepository) -> ProjectRepository:
    """Two residents, of whom a person confirmed every theme; nobody said anything of quotes."""
    with work.store.writing() as session:
        numbers = dict(session.execute(select(InterviewRow.file, InterviewRow.id)).all())
        for code in project_state(session, work.project_id).codes:
            span = (code.fragment.start, code.fragment.end)
            decide(session, WHO, numbers[code.fragment.interview], Confirm(), span=span, theme=code.theme)
        for number in numbers.values():
            accept_reading(session, WHO, number)
    return work


def answer(of: ProjectRepository, words: str, *, chosen: bool, theme: str | None = None) -> int:
    """Say of a fragment whether it may be printed; the id of the decision."""
    with of.store.writing() as session:
        for number, state in project_state(session, of.project_id).interviews.items():
            for each in state.fragments:
                if each.text == words:
                    span = (each.start, each.end)
                    return choose_quote(session, WHO, of.project_id, number, span, theme=theme, chosen=chosen).id
    raise AssertionError(words)


def out(of: ProjectRepository, name: str, folder: Path, *, confirmed: bool = True) -> bytes:
    with of.store.reading() as session:
        gathered = gather_kept(session, {of.project_id: None}, confirmed_only=confirmed)
    return write_export(gathered, FORMATS[name], folder / "uit", confirmed_only=confirmed).read_bytes()


def printing(of: ProjectRepository) -> dict[str, str]:
    with of.store.reading() as session:
        return {each.text: each.printing for each in result_of(session, of.project_id).fragments}


@pytest.mark.parametrize("name", READERS)
def test_readers_see_confirmed_quotes_only_and_how_many_wait(reviewed, name, tmp_path):
    answer(reviewed, STILL, chosen=True)
    answer(reviewed, SETTLED, chosen=False)
    told = READERS[name](out(reviewed, name, tmp_path))
    assert squeezed(STILL) in squeezed(told)
    assert squeezed(NEIGHBOUR) not in squeezed(told)
    assert squeezed(SETTLED) not in squeezed(told)
    assert squeezed("1 citaat wacht") in squeezed(told)  # the refused one waits for nobody
    assert squeezed("antwoord 1") not in squeezed(told)
    assert not any(file in told for file in ("a.txt", "b.docx"))


def test_a_report_without_any_confirmed_quote_reads_as_one(reviewed, tmp_path):
    told = text_of_html(out(reviewed, "verslag-html", tmp_path))
    words = " ".join(told.split())
    assert not any(each in words for each in (STILL, NEIGHBOUR, SETTLED))
    assert "3 citaten wachten daar nog op. Die staan hier niet in." in words
    assert "Citaten bevestigen" in words
    assert "Er staan nog geen citaten in dit stuk." in words
    assert "1 van de 2 bewoners" in words
    assert not any(odd in words for odd in ("[]", "[ ", " .", "(niet voor publicatie) –", "nog 0"))


def test_the_magazine_tells_findings_without_quotes(reviewed, tmp_path):
    words = " ".join(text_of_docx(out(reviewed, "impuls-docx", tmp_path)).split())
    assert not any(each in words for each in (STILL, NEIGHBOUR, SETTLED))
    assert "1 van de 2 bewoners" in words
    assert "citaten die hier niet staan, omdat niemand ze bevestigde" in words


def test_a_draft_shows_them_as_not_confirmed_but_none_that_was_refused(reviewed, work, tmp_path):
    answer(work, SETTLED, chosen=False)
    answer(work, STILL, chosen=True)
    with work.store.writing() as session:
        undo(session, WHO, min(each.id for each in _decisions(session, work)))  # one theme is the machine's again
    words = " ".join(text_of_html(out(work, "verslag-html", tmp_path, confirmed=False)).split())
    assert "Dit is een concept" in words
    assert f"{NEIGHBOUR} – nog niet bevestigd" in words
    assert f"{STILL} – nog niet bevestigd" not in words
    assert STILL in words
    assert SETTLED not in words


def _decisions(session, of):
    from narratief.store.decision_log import all_decisions

    return all_decisions(session, of.project_id, actions=(Confirm,))


@pytest.mark.parametrize("name", ["csv", "json"])
def test_files_for_researchers_keep_all(reviewed, name, tmp_path):
    answer(reviewed, SETTLED, chosen=False)
    told = out(reviewed, name, tmp_path).decode("utf-8-sig")
    assert all(each[-20:] in told for each in (STILL, NEIGHBOUR, SETTLED))


def test_the_command_says_how_many_wait(reviewed):
    with reviewed.store.reading() as session:
        gathered = gather_kept(session, {reviewed.project_id: None}, confirmed_only=True)
        assert [each.text for each in quotes_to_confirm(session, reviewed.project_id).asked]
    (told,) = waiting_in_words(gathered.results, gathered.timelines)
    assert told.startswith("Het plein: 3 citaten wachten op bevestiging")
    confirm_quotes(reviewed)
    with reviewed.store.reading() as session:
        gathered = gather_kept(session, {reviewed.project_id: None}, confirmed_only=True)
    assert waiting_in_words(gathered.results, gathered.timelines) == ()


def test_the_page_of_a_synthesis(reviewed):
    answer(reviewed, STILL, chosen=True)
    with reviewed.store.reading() as session:
        done = project_synthesis(result_of(session, reviewed.project_id, confirmed_only=True))
    for page in (project_page(done), overall_page(overall_synthesis([done]))):
        body = page.decode().partition("</style>")[2]
        assert STILL in body
        assert not any(each in body for each in (NEIGHBOUR, SETTLED, "a.txt", "b.docx"))
        assert "2 citaten wachten" in body
    draft = replace(done, draft=True)
    body = project_page(draft).decode().partition("</style>")[2]
    assert body.count("<strong>nog niet bevestigd</strong>") == 2
    assert all(each in body for each in (STILL, NEIGHBOUR, SETTLED, "a.txt, antwoord 1"))


def test_choosing_for_a_theme_confirms_and_the_last_word_holds(work):
    answer(work, STILL, chosen=True, theme="feedback_silence")
    assert printing(work)[STILL] == "yes"
    refused = answer(work, STILL, chosen=False)
    assert printing(work)[STILL] == "refused"
    with work.store.writing() as session:
        assert quotes_of(session, work.project_id) == []
        undo(session, WHO, refused)
        assert [each.theme for each in quotes_of(session, work.project_id)] == ["feedback_silence"]
    assert printing(work)[STILL] == "yes"
    answer(work, STILL, chosen=False, theme="feedback_silence")
    assert printing(work)[STILL] == "asked"


def test_of_enough_residents_only_a_refusal_counts(work):
    answer(work, STILL, chosen=False)
    with work.store.reading() as session:
        answers = quote_answers(session, work.project_id)
        fragments = result_of(session, work.project_id).fragments
    told = {each.text: each.printing for each in answers.marked(fragments, few=False)}
    assert (told[STILL], told[NEIGHBOUR]) == ("refused", "yes")


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Mijn [PERSOON-1] ken ik nu echt goed.", True),
        ("Mijn buurvrouw Sanne ken ik nu echt goed.", False),
        ("Mijn buurvrouw ken ik nu echt niet.", False),
    ],
)
def test_a_yes_does_not_hold_for_other_words_than_those_confirmed(work, words, holds):
    answer(work, NEIGHBOUR, chosen=True)
    with work.store.writing() as session:
        row = session.scalar(select(InterviewRow).filter_by(file="a.txt"))
        said = [STILL, words]
        talk = [
            u
            for each in said
            for u in (Utterance("Vrager", "Hoe ging dat?", "interviewer"), Utterance("Bewoner", each, "resident"))
        ]
        again = Interview.build("a.txt", talk)
        change_text(session, row, again.text, again.turns, edits_between(row.text, again.text))
    assert printing(work)[words] == ("yes" if holds else "asked")


def test_saying_that_words_may_be_printed_is_not_reading_the_interview(work):
    confirm_quotes(work)
    with work.store.reading() as session:
        assert result_of(session, work.project_id).reviewed_talks == frozenset()
