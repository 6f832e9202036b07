"""Out and in again: every code, memo and position is what it was."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from narratief.domain.code import Code
from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview, Utterance, normalise
from narratief.domain.project import ProjectFacts
from narratief.domain.result import ProjectResult
from narratief.publish.memo import ExchangeMemo
from narratief.publish.refi import check_qdpx, read_qdc, read_qdpx, write_qdc, write_qdpx

THEMES = default_codebook().theme_ids
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)
ALSO_STRANGE = WORDS | st.sampled_from(
    ["😀 één", "e\u0301e\u0301n", "regel\nregel", "\ufeffbom", "a: b\n\nVrager: c", "<&\"'>", "…"]
)
NAMES = st.sampled_from(["narratief", "Ans", 'Bo "de" <Vries>', "Chloë"])


def given_codes(results) -> set:
    return {(code.fragment, code.theme, code.coder) for result in results for code in result.codes}


def places(results) -> set:
    coded = {code.fragment for result in results for code in result.codes}
    return {
        (f.id, f.project, f.interview, f.start, f.end, f.text) for r in results for f in r.fragments if f.id in coded
    }


def texts(results) -> dict:
    return {(result.name, interview.id): interview.text for result in results for interview in result.interviews}


def test_everything_comes_back(square, garden, memos, tmp_path):
    for results in ([square], [square, garden]):
        back = read_qdpx(write_qdpx(results, tmp_path / "a.qdpx", memos=memos))

        assert given_codes(back.results) == given_codes(results)
        assert places(back.results) == places(results)
        assert texts(back.results) == texts(results)
        assert set(back.memos) == set(memos)
        assert [r.interviews for r in back.results] == [r.interviews for r in results]
        assert [r.codebook for r in back.results] == [r.codebook for r in results]
        assert [r.facts for r in back.results] == [r.facts for r in results]
        assert [r.residents for r in back.results] == [r.residents for r in results]
        assert back.problems == ()


def test_a_second_export_gives_the_same_bytes(square, memos, tmp_path):
    first = write_qdpx(square, tmp_path / "a.qdpx", memos=memos)
    back = read_qdpx(first)

    again = write_qdpx(back.results, tmp_path / "b.qdpx", memos=back.memos)

    assert again.read_bytes() == first.read_bytes()


def test_windows_line_ends_come_back_too(square, tmp_path):
    back = read_qdpx(write_qdpx(square, tmp_path / "a.qdpx", line_ends="crlf"))

    assert places(back.results) == places([square])


def test_the_codebook_comes_back(square, tmp_path):
    assert read_qdc(write_qdc(square, tmp_path / "a.qdc")).codebook == square.codebook


def test_a_codebook_with_examples_and_equal_labels_comes_back(square, tmp_path):
    themes = tuple(
        theme.model_copy(update={"label": "Stilte", "examples": ("Niks\nvan gehoord.", "Stil.")})
        for theme in square.codebook.themes
    )
    book = Codebook(goals=square.codebook.goals, themes=themes)

    back = read_qdc(write_qdc(replace(square, codebook=book), tmp_path / "a.qdc"))

    assert back.codebook == book
    assert back.problems == ()


@st.composite
def projects(draw) -> tuple[ProjectResult, tuple[ExchangeMemo, ...]]:
    name = draw(st.sampled_from(["plein", "Plein 2 – noord"]))
    interviews, fragments, codes, memos = [], {}, [], []
    for file in draw(st.lists(st.sampled_from(["a.txt", "b.docx", "ç é.vtt"]), min_size=1, max_size=2, unique=True)):
        talk = [
            Utterance(*speaker[:1], words, speaker[1])
            for words in draw(st.lists(ALSO_STRANGE, min_size=1, max_size=4))
            for speaker in (("Vrager", "interviewer"), ("Bewoner", "resident"))
        ]
        interview = Interview.build(file, talk)
        interviews.append(interview)
        for number in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, len(interview.text) - 1))
            end = draw(st.integers(start + 1, len(interview.text)))
            fragment = Fragment(name, file, 0, 0, number, start, end, interview.text[start:end])
            fragments[fragment.id] = fragment
            codes += [
                Code(fragment.id, theme, 0.5, coder)
                for theme in draw(st.lists(st.sampled_from(THEMES), max_size=2))
                for coder in draw(st.lists(NAMES, max_size=2))
            ]
            words = draw(ALSO_STRANGE).strip("\ufeff").strip()
            if words:
                memos.append(ExchangeMemo(normalise(words), "fragment", name, fragment.id, author=draw(NAMES)))
    result = ProjectResult(
        name, ProjectFacts(), default_codebook(), tuple(interviews), tuple(fragments.values()), tuple(codes)
    )
    return result, tuple(memos)


@settings(max_examples=40, deadline=None)
@given(projects())
def test_any_project_comes_back(tmp_path_factory, project):
    result, memos = project
    path = tmp_path_factory.mktemp("refi") / "a.qdpx"

    back = read_qdpx(write_qdpx(result, path, memos=memos))

    assert check_qdpx(path) == ()
    assert given_codes(back.results) == given_codes([result])
    assert places(back.results) == places([result])
    assert texts(back.results) == texts([result])
    assert set(back.memos) == set(memos)
