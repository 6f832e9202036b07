"""Out to another program and back: each code stays its coder's, at its own words, and nothing comes twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from narratief.domain.actions import Add, CodeAction, Confirm, Reject
from narratief.domain.code import MACHINE, Code
from narratief.domain.decision import Author
from narratief.domain.project import load_project
from narratief.domain.result import ProjectResult
from narratief.publish.exchange import import_codebook, import_codes
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi import read_qdc, read_qdpx, write_qdc, write_qdpx
from narratief.publish.stored_memos import exchange_memos
from narratief.store.coding.interviews import interview_row
from narratief.store.database import open_store
from narratief.store.decision_log import last_id, undo
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import decide
from narratief.store.review.memos import memos, write_memo
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from tests.publish import other_tools

DATA = Path(__file__).parents[1] / "data"
ME = Author(None, "Ik")
ANS, BO = Author(None, "Ans"), Author(None, "Bo")


def out(work: ProjectRepository, path: Path) -> tuple[ProjectResult, list[ExchangeMemo]]:
    """Export the project with everybody's codes and memos; gives what went out."""
    with work.store.reading() as session:
        result = result_of(session, work.project_id, each_coder=True)
        written = exchange_memos(memos(session, work.project_id), project_state(session, work.project_id), result.name)
    write_qdpx(result, path, memos=written)
    return result, written


def back(work: ProjectRepository, path: Path):
    read = read_qdpx(path)
    with work.store.writing() as session:
        return import_codes(session, ME, work.project_id, read.results[0], read.memos, path.name)


def given(result: ProjectResult) -> set[tuple]:
    where = {f.id: (f.interview, f.start, f.end) for f in result.fragments}
    return {(*where[code.fragment], code.theme, code.coder) for code in result.codes}


def decide_on(work: ProjectRepository, who: Author, file: str, words: str, action: CodeAction, theme: str) -> None:
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, file)
        start = row.text.index(words)
        decide(session, who, row.id, action, span=(start, start + len(words)), theme=theme)


@pytest.fixture
def reviewed(work: ProjectRepository) -> ProjectRepository:
    """Two people looked: they agree, differ and add; one wrote memos."""
    silence = "Het bleef daarna 😀 maanden stil."
    for who in (ANS, BO):
        decide_on(work, who, "a.txt", silence, Confirm(), "feedback_silence")
    decide_on(work, BO, "a.txt", "Mijn buurvrouw ken ik nu echt goed.", Reject(), "community_cohesion")
    decide_on(work, ANS, "b.docx", "koffie", Add(), "personal_approach")
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, "a.txt")
        at = row.text.index("maanden")
        write_memo(session, ANS, work.project_id, "Sterk.\nTweede regel.", interview_id=row.id, span=(at, at + 7))
        write_memo(session, BO, work.project_id, "Over het gesprek.", interview_id=row.id)
        write_memo(session, BO, work.project_id, "Over het project.")
        write_memo(session, BO, work.project_id, "Over het thema.", theme="influence_doubt")
    return work


def test_each_person_and_the_machine_are_coders_of_their_own(reviewed, tmp_path):
    result, _ = out(reviewed, tmp_path / "uit.qdpx")

    coders = {(code.theme, code.coder) for code in result.codes}
    assert coders == {
        ("feedback_silence", MACHINE),
        ("feedback_silence", "Ans"),
        ("feedback_silence", "Bo"),
        ("influence_doubt", MACHINE),
        ("personal_approach", "Ans"),
    }
    with reviewed.store.reading() as session:
        confirmed = result_of(session, reviewed.project_id, confirmed_only=True, each_coder=True)
        once = result_of(session, reviewed.project_id, confirmed_only=True)
    assert {code.coder for code in confirmed.codes} == {"Ans", "Bo"}
    assert len(once.codes) == 2


def test_what_comes_back_unchanged_changes_nothing(reviewed, tmp_path):
    before, written = out(reviewed, tmp_path / "uit.qdpx")
    with reviewed.store.reading() as session:
        last = last_id(session, reviewed.project_id)

    outcome = back(reviewed, tmp_path / "uit.qdpx")

    with reviewed.store.reading() as session:
        assert last_id(session, reviewed.project_id) == last
    assert not outcome.codes
    assert (outcome.known, outcome.by_machine, outcome.memos) == (3, 2, 0)
    after, again = out(reviewed, tmp_path / "weer.qdpx")
    assert given(after) == given(before)
    assert again == written
    assert (tmp_path / "uit.qdpx").read_bytes() == (tmp_path / "weer.qdpx").read_bytes()


def test_codes_memos_and_themes_from_elsewhere_come_in_and_go_out_the_same(reviewed, tmp_path):
    sent, written = out(reviewed, tmp_path / "uit.qdpx")
    first = sent.fragments[0]
    own = sent.codebook.theme("influence_doubt").model_copy(update={"id": "humor", "label": "Humor", "examples": ()})
    part = replace(first, start=first.start + 3, end=first.end - 1, text=first.text[3:-1])
    elsewhere = replace(
        sent,
        codebook=sent.codebook.model_copy(update={"themes": (*sent.codebook.themes, own)}),
        fragments=(*sent.fragments, part),
        codes=(
            *sent.codes,
            Code(part.id, "humor", 1.0, "Chloë"),
            Code(part.id, "decision_opacity", 1.0, "Dirk"),
            Code(sent.fragments[2].id, "influence_doubt", 1.0, "Chloë"),
        ),
    )
    memo = ExchangeMemo("Komt uit QualCoder.", "code", sent.name, part.id, "humor", "Chloë", author="Chloë")
    write_qdpx(elsewhere, tmp_path / "terug.qdpx", memos=[*written, memo])

    outcome = back(reviewed, tmp_path / "terug.qdpx")

    assert outcome.codes == {"Chloë": 2, "Dirk": 1}
    assert outcome.themes == ["Humor"]
    assert outcome.memos == 1
    after, again = out(reviewed, tmp_path / "weer.qdpx")
    assert given(after) == given(elsewhere)
    assert {(m.text, m.subject, m.author) for m in again} == {(m.text, m.subject, m.author) for m in [*written, memo]}
    assert back(reviewed, tmp_path / "terug.qdpx").codes == {}
    with reviewed.store.reading() as session:
        assert "humor" in codebook_of(session, reviewed.project_id).theme_ids


def test_a_code_that_was_undone_does_not_come_back_by_importing_again(work, tmp_path):
    result, _ = out(work, tmp_path / "uit.qdpx")
    changed = replace(result, codes=(*result.codes, Code(result.fragments[3].id, "active_role", 1.0, "Ans")))
    write_qdpx(changed, tmp_path / "terug.qdpx")
    assert back(work, tmp_path / "terug.qdpx").codes == {"Ans": 1}
    with work.store.writing() as session:
        undo(session, ME, last_id(session, work.project_id))

    again = back(work, tmp_path / "terug.qdpx")

    assert (again.codes, again.undone) == ({}, 1)
    assert not again.changes
    with work.store.reading() as session:
        assert {code.coder for code in result_of(session, work.project_id).codes} == {MACHINE}


def test_positions_follow_when_the_text_here_was_changed_since(work, tmp_path):
    result, _ = out(work, tmp_path / "uit.qdpx")
    old = result.interviews[0]
    text = old.text.replace("Mijn buurvrouw", "Mijn lieve buurvrouw [PERSOON-1]").replace("daarna", "toen")
    changed = replace(result, codes=(*result.codes, Code(result.fragments[1].id, "active_role", 1.0, "Ans")))
    write_qdpx(changed, tmp_path / "terug.qdpx")
    with work.store.writing() as session:
        row = interview_row(session, work.project_id, "a.txt")
        row.text, row.edits = text, row.edits + 1  # as every change of a text counts
        at = text.index("Mijn lieve")
        turn = row.turns[-1]
        turn.start, turn.end = at, len(text)

    read = read_qdpx(tmp_path / "terug.qdpx")
    with work.store.writing() as session:
        import_codes(session, ME, work.project_id, read.results[0], (), "terug.qdpx")
        decisions = result_of(session, work.project_id, confirmed_only=True)

    [code] = decisions.codes
    words = next(f.text for f in decisions.fragments if f.id == code.fragment)
    assert words == "Mijn lieve buurvrouw [PERSOON-1] ken ik nu echt goed."


def test_a_codebook_file_adds_and_rewords_but_removes_nothing(work, tmp_path):
    result, _ = out(work, tmp_path / "uit.qdpx")
    book = result.codebook
    silence = book.theme("feedback_silence").model_copy(update={"label": "Te lang stil"})
    new = silence.model_copy(update={"id": "geld", "label": "Geld"})
    kept = tuple(
        silence if theme.id == "feedback_silence" else theme for theme in book.themes if theme.id != "active_role"
    )
    write_qdc(
        replace(result, codes=(), codebook=book.model_copy(update={"themes": (*kept, new), "core_themes": ()})),
        tmp_path / "x.qdc",
    )

    with work.store.writing() as session:
        outcome = import_codebook(session, ME, work.project_id, read_qdc(tmp_path / "x.qdc"), "x.qdc")
        now = codebook_of(session, work.project_id)

    assert outcome.themes == ["Geld"]
    was = book.theme("feedback_silence").label
    assert [(each.before.label, each.after.label) for each in outcome.changed] == [(was, "Te lang stil")]
    assert set(now.theme_ids) == {*book.theme_ids, "geld"}
    assert now.theme("feedback_silence").label == "Te lang stil"


def test_a_codebook_that_lacks_what_we_have_takes_nothing_away(work):
    """Taguette's own file has names only: no definitions, no sides, no goals."""
    with work.store.writing() as session:
        before = codebook_of(session, work.project_id)
        outcome = import_codebook(session, ME, work.project_id, read_qdc(DATA / "taguette.qdc"), "taguette.qdc")
        now = codebook_of(session, work.project_id)

    assert outcome.themes == ["humor"]
    assert not outcome.changed
    assert [now.theme(theme.id) for theme in before.themes] == list(before.themes)
    told = " ".join(str(problem) for problem in outcome.problems)
    assert "ontbreekt in het bestand: omschrijving" in told
    assert "Wat narratief had, blijft staan." in told
    assert "Van 1 nieuw thema is niet bekend of het over iets goeds of iets beters gaat: 'humor'." in told
    assert "Radiostilte" not in told.partition("iets beters gaat")[2]


def test_words_on_another_side_change_nothing_and_say_so(work, tmp_path):
    result, _ = out(work, tmp_path / "uit.qdpx")
    theme = result.codebook.theme("feedback_silence").model_copy(update={"valence": "positive"})
    other = result.codebook.model_copy(update={"themes": (theme,), "core_themes": ()})
    write_qdc(replace(result, codes=(), codebook=other), tmp_path / "x.qdc")

    with work.store.writing() as session:
        outcome = import_codebook(session, ME, work.project_id, read_qdc(tmp_path / "x.qdc"), "x.qdc")
        assert codebook_of(session, work.project_id).theme("feedback_silence").valence == "negative"

    assert not outcome.changes
    assert any("aan de andere kant" in problem.message for problem in outcome.problems)
    assert not any("staat nu onder" in problem.remedy for problem in outcome.problems)


def test_what_a_file_says_beyond_the_standard_is_told(work, tmp_path):
    path = tmp_path / "x.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes>'
        '<Code guid="1" name="humor" isCodable="true" weight="3"><Memo>zomaar</Memo></Code></Codes></CodeBook>'
    )
    with work.store.writing() as session:
        outcome = import_codebook(session, ME, work.project_id, read_qdc(path), "x.qdc")
    assert any("'weight', 'Memo'" in problem.message for problem in outcome.problems)


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["ja", "nee"])
def test_the_command_shows_what_would_change_and_asks(answer, work, tmp_path, own_home, monkeypatch):
    from typer.testing import CliRunner

    from narratief.cli.app import app

    folder = tmp_path / "buurt"
    arguments = ["import", str(DATA / "qualitative-coding.qdpx"), "--project", str(folder)]

    shown = CliRunner().invoke(app, arguments, input=f"{answer}\n")

    assert "2 codes van Chris erbij" in shown.output
    assert "Gesprek erbij: gesprek-1.txt." in shown.output
    if answer == "nee":
        assert "Er is niets overgenomen." in shown.output
        assert shown.exit_code == 1
        assert not folder.exists()
        return
    assert "2 codes van Chris overgenomen." in shown.output
    again = CliRunner().invoke(app, arguments)
    assert "Er verandert niets" in again.output
    assert again.exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("tool", [other_tools.atlas_ti, other_tools.maxqda, other_tools.nvivo, other_tools.qualcoder])
def test_a_project_of_another_program_becomes_a_project_here(tool, tmp_path, own_home):
    from narratief.pipeline.import_file import import_file

    file = tool(tmp_path / "elders.qdpx")
    first = import_file(file, root=tmp_path / "narratives")[0]
    second = import_file(file, root=tmp_path / "narratives")[0]

    assert sum(first.codes.values()) >= 1
    assert not second.codes
    assert not second.interviews
    work = ProjectRepository.for_project(open_store(), load_project(tmp_path / "narratives" / "Buurt"))
    with work.store.reading() as session:
        result = result_of(session, work.project_id, confirmed_only=True)
    quoted = {f.text for f in result.fragments if f.id in {code.fragment for code in result.codes}}
    assert "Stilte, niks meer." in quoted
    assert quoted <= {"Stilte, niks meer.", "Het café was vol.", "gemeente"}
    assert {code.coder for code in result.codes} <= {"Ilse", "NVivo (NV)", "default", "onbekend"}
