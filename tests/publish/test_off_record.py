"""Words that a speaker asked not to write down count in every table and stand in nothing that leaves."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pypdf
import pytest

from narratief.domain.actions import Confirm
from narratief.domain.code import Code
from narratief.domain.decision import Author
from narratief.domain.fragment import WITHHELD, Fragment
from narratief.domain.interview import Interview, Utterance
from narratief.domain.project import Project, load_project
from narratief.pipeline.export import gather_kept, write_export
from narratief.pipeline.run_report import report_bytes
from narratief.publish.exchange.importing import import_codes
from narratief.publish.exchange.match import match_interview
from narratief.publish.formats import FORMATS
from narratief.publish.refi import read_qdpx
from narratief.store.coding.interviews import interviews_of
from narratief.store.database import Store, make_engine
from narratief.store.migrate import upgrade
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.codebooks import change_codebook, codebook_of
from narratief.store.review.decide import decide
from narratief.store.review.memos import choose_quote, quotes_of, write_memo
from narratief.store.review.project_state import project_state
from narratief.store.review.release import hold_back, release
from narratief.store.review.result import result_of
from narratief.store.review.turning_points import timeline_for
from narratief.synthesis import code_records, overall_synthesis, project_synthesis
from narratief.synthesis.write import write_overall, write_project
from narratief.topics.passage import passages_of
from narratief.topics.quotes import quotes_of as cluster_quotes
from narratief.topics.topic import Topic, Topics
from narratief.topics.write import write_topics
from tests.publish.confirming import confirm_quotes

ANNA = Author(None, "Anna")
SECRET = "Toen de tekening kwam zei wethouder Kwintsaldo dat hij het vurenzwam toch wel door zou drukken."
"""Names a moment, carries a theme and has words that stand nowhere else."""
MARKS = ("kwintsaldo", "vurenzwam", "zou drukken")
ASKED = {
    "before": f"Dit moet je niet opschrijven. {SECRET}",
    "after": f"{SECRET} Dat blijft onder ons.",
    "inside": SECRET.replace("zei", "zei, en dat heb je niet van mij,"),
    "off": f"Zet de band even uit. {SECRET}",
}
OPEN = "Toen de tekening kwam werd er eindelijk eens goed naar ons geluisterd, en dat was fijn."


def talks(secret: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Per interview the answers with their themes; the first resident tells the secret, and a theme only there."""
    return {
        "a.txt": [
            ("Op de eerste avond kende zij mij bij naam, en dat vond ik prettig.", ["personal_approach"]),
            (secret, ["influence_doubt", "feedback_silence"]),
            ("De avond daarna was er koffie voor iedereen die wilde komen.", []),
        ],
        "b.txt": [(OPEN, ["personal_approach"]), ("Daarna hoorden wij er nooit meer iets van.", ["feedback_silence"])],
        "c.txt": [(OPEN.replace("eens ", ""), ["personal_approach"]), ("Het was allang beslist.", [])],
    }


def filled(work: ProjectRepository, said: dict[str, list[tuple[str, list[str]]]]) -> None:
    """Put interviews into a project, each answer a fragment, with every theme and quote confirmed by a person."""
    for file, answers in said.items():
        lines = []
        for words, _ in answers:
            lines += [Utterance("Vrager", "Hoe ging dat?", "interviewer"), Utterance("Bewoner", words, "resident")]
        of = Interview.build(file, lines)
        work.save_interview(of, "k1")
        fragments = tuple(
            Fragment("plein", file, turn.index, at, at, turn.start, turn.end, turn.text, "Hoe ging dat?")
            for at, turn in enumerate(of.resident_turns)
        )
        codes = [
            Code(fragment.id, theme, 0.8, evidence=((fragment.start, fragment.start + 9),))
            for fragment, (_, themes) in zip(fragments, answers, strict=True)
            for theme in themes
        ]
        work.save_coding(file, "k1", fragments, tuple(codes))
    with work.store.writing() as session:
        ids = {row.file: row.id for row in interviews_of(session, work.project_id)}
        for code in project_state(session, work.project_id).codes:
            span = (code.fragment.start, code.fragment.end)
            decide(session, ANNA, ids[code.fragment.interview], Confirm(), span=span, theme=code.theme)
    confirm_quotes(work)


def project(folder: Path, secret: str) -> ProjectRepository:
    """A project in a store of its own."""
    place = folder / "plein"
    place.mkdir()
    facts = "title: Het plein\nparticipation_level: raadplegen\nperiod: 2025-01/2025-06\n"
    (place / "project.yaml").write_text(facts, "utf-8")
    engine = make_engine(f"sqlite:///{folder / 'eigen.sqlite3'}")
    upgrade(engine)
    made = ProjectRepository.for_project(Store(engine), load_project(place))
    filled(made, talks(secret))
    return made


@pytest.fixture(scope="module", params=ASKED)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectRepository]:
    made = project(tmp_path_factory.mktemp(request.param), ASKED[request.param])
    yield made
    made.store.engine.dispose()


@pytest.fixture
def work(tmp_path: Path) -> Iterator[ProjectRepository]:
    made = project(tmp_path, ASKED["before"])
    yield made
    made.store.engine.dispose()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[ProjectRepository]:
    """The same project, of which nobody asked anything."""
    folder = tmp_path / "gewoon"
    folder.mkdir()
    made = project(folder, SECRET)
    yield made
    made.store.engine.dispose()


def all_text(path: Path) -> str:
    """Everything that can be read in a file, whatever its kind, in lower case with single spaces."""
    return " ".join(read(path.name, path.read_bytes()).lower().split())


def read(name: str, data: bytes) -> str:
    suffix = Path(name).suffix
    if suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if suffix == ".parquet":
        return str(pq.read_table(io.BytesIO(data)).to_pylist())
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return "\n".join(read(each, opened.read(each)) for each in opened.namelist())
    return re.sub(r"<[^>]+>", "", data.decode("utf-8", "ignore")) + data.decode("utf-8", "ignore")


def nothing_of_it(path: Path) -> None:
    told = all_text(path)
    assert [mark for mark in MARKS if mark in told] == [], path.name


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("confirmed", [True, False], ids=["bevestigd", "concept"])
def test_no_format_holds_the_words(kept: ProjectRepository, name: str, confirmed: bool, tmp_path: Path) -> None:
    form = FORMATS[name]
    with kept.store.reading() as session:
        gathered = gather_kept(session, {kept.project_id: None}, confirmed_only=confirmed, each_coder=form.each_coder)
    path = write_export(gathered, form, tmp_path / f"uit{form.suffix}", confirmed_only=confirmed)
    nothing_of_it(path)


@pytest.mark.parametrize(
    "name", ["csv", "json", "parquet", "xlsx", "qdpx", "verslag-docx", "verslag-pdf", "verslag-html"]
)
def test_where_nobody_asked_the_words_are_there_to_be_found(
    plain: ProjectRepository, name: str, tmp_path: Path
) -> None:
    with plain.store.reading() as session:
        gathered = gather_kept(session, {plain.project_id: None}, confirmed_only=True)
    path = write_export(gathered, FORMATS[name], tmp_path / f"uit{FORMATS[name].suffix}", confirmed_only=True)
    assert "kwintsaldo" in all_text(path)


def test_an_edition_of_two_projects_holds_none_of_them(kept: ProjectRepository, tmp_path: Path) -> None:
    with kept.store.reading() as session:
        result = result_of(session, kept.project_id, confirmed_only=True)
    fragments = {each.id: replace(each, project="tweede") for each in result.fragments}
    codes = tuple(replace(code, fragment=fragments[code.fragment].id) for code in result.codes)
    twin = replace(result, name="tweede", fragments=tuple(fragments.values()), codes=codes)
    for form in FORMATS.values():
        gathered = gather_of(result, twin)
        nothing_of_it(write_export(gathered, form, tmp_path / f"{form.name}{form.suffix}", confirmed_only=True))


def gather_of(*results):
    from narratief.pipeline.export import Gathered

    return Gathered(tuple(results), (), {}, (), {})


def test_no_table_or_cluster_file_holds_the_words(kept: ProjectRepository, tmp_path: Path) -> None:
    with kept.store.reading() as session:
        result = result_of(session, kept.project_id)
        whole = result_of(session, kept.project_id, whole=True)
    synthesis = project_synthesis(result)
    paths = write_project(synthesis, code_records(result), tmp_path)
    paths += write_overall(overall_synthesis([synthesis]), tmp_path)
    passages = passages_of(whole.fragments, whole.codes, whole.facts)
    ids = tuple(each.id for each in passages)
    topic = Topic("c-1", "avond", ("avond",), ids, cluster_quotes(passages), 3, ("plein",), (), new=False)
    topic = replace(topic, valence={"positive": 0, "negative": 0, "none": 0})
    topics = Topics({each.id: each for each in passages}, (topic,), ())
    paths += write_topics(topics, result.codebook, "Plein", tmp_path, result.trust)
    withheld = [each for each in passages if each.withheld]
    assert {(each.words, each.text, each.question) for each in withheld} == {("", WITHHELD, "")}
    assert len(topic.members) == len(topic.quotes) + len(withheld)
    for path in paths:
        nothing_of_it(path)


def test_what_they_told_counts_as_if_nobody_had_asked(work: ProjectRepository, plain: ProjectRepository) -> None:
    def counts(of: ProjectRepository):
        with of.store.reading() as session:
            result = result_of(session, of.project_id, confirmed_only=True)
            moments = timeline_for(session, of.project_id, result_of(session, of.project_id, whole=True))
        found = project_synthesis(result)
        themes = {f.theme.id: (f.residents, f.fragments) for goal in found.goals for f in goal.themes}
        points = {(each.label, each.residents, each.themes) for each in moments.turning_points}
        return themes, points, found.fragments, found.coded_fragments, result.trust

    assert counts(work) == counts(plain)
    themes, points, *_ = counts(work)
    assert themes["influence_doubt"] == (1, 1)
    assert themes["feedback_silence"] == (2, 2)
    assert {point[:2] for point in points} == {("de tekening", 3)}


def test_a_theme_told_only_there_is_counted_without_a_quote(work: ProjectRepository, tmp_path: Path) -> None:
    with work.store.reading() as session:
        result = result_of(session, work.project_id, confirmed_only=True)
    found = {f.theme.id: f for goal in project_synthesis(result).goals for f in goal.themes}
    doubt, silence = found["influence_doubt"], found["feedback_silence"]
    assert (doubt.chosen, doubt.brief, doubt.others, doubt.withheld) == ((), None, (), 1)
    assert [quote.interview for quote in silence.chosen] == ["b.txt"]
    assert [(quote.withheld, quote.text, quote.evidence) for quote in doubt.quotes] == [(True, WITHHELD, ())]
    paths = write_project(project_synthesis(result), code_records(result), tmp_path)
    told = {path.name: all_text(path) for path in paths}
    assert WITHHELD in told["codes.csv"]
    assert "hiervan is 1 fragment niet voor publicatie" in told["synthese.html"]


def test_positions_and_all_other_words_stay(work: ProjectRepository) -> None:
    with work.store.reading() as session:
        outside, whole = result_of(session, work.project_id), result_of(session, work.project_id, whole=True)
        held = {
            state.interview.id: state.off_record
            for state in project_state(session, work.project_id).interviews.values()
        }
    for one, other in zip(outside.interviews, whole.interviews, strict=True):
        inside = {at for each in held[one.id] for at in range(each.start, each.end)}
        assert len(one.text) == len(other.text)
        assert all(a == b for at, (a, b) in enumerate(zip(one.text, other.text, strict=True)) if at not in inside)
        assert max(map(len, one.text.split())) < 40
    assert [f.id for f in outside.fragments] == [f.id for f in whole.fragments]
    assert [(c.fragment, c.theme) for c in outside.codes] == [(c.fragment, c.theme) for c in whole.codes]


def test_the_id_of_a_withheld_fragment_tells_nothing_of_its_words(work: ProjectRepository, plain) -> None:
    with work.store.reading() as session:
        (withheld,) = [each for each in result_of(session, work.project_id, whole=True).fragments if each.withheld]
    assert replace(withheld, text="iets anders").id == withheld.id
    assert replace(withheld, withheld=False).id != withheld.id


def test_a_question_that_is_off_the_record_is_not_shown(tmp_path: Path) -> None:
    folder = tmp_path / "plein"
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Het plein\n", "utf-8")
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    upgrade(engine)
    made = ProjectRepository.for_project(Store(engine), load_project(folder))
    of = Interview.build(
        "a.txt",
        [
            Utterance("Bewoner", f"{SECRET} Zet de band even uit.", "resident"),
            Utterance("Vrager", "Dus Kwintsaldo zei dat?", "interviewer"),
            Utterance("Bewoner", "Ja.", "resident"),
        ],
    )
    made.save_interview(of, "k1")
    turns = of.resident_turns
    fragments = tuple(
        Fragment("plein", "a.txt", t.index, at, at, t.start, t.end, t.text, of.question_before(t))
        for at, t in enumerate(turns)
    )
    made.save_coding("a.txt", "k1", fragments, ())
    with made.store.reading() as session:
        assert [each.question for each in result_of(session, made.project_id).fragments] == ["", ""]
    engine.dispose()


def test_memos_on_such_words_and_examples_of_them_stay_behind(work: ProjectRepository, tmp_path: Path) -> None:
    with work.store.writing() as session:
        row = next(row for row in interviews_of(session, work.project_id) if row.file == "a.txt")
        at = row.text.index(SECRET)
        write_memo(session, ANNA, work.project_id, "Dit gaat over hem.", interview_id=row.id, span=(at, at + 20))
        write_memo(session, ANNA, work.project_id, f"Zie ook: {SECRET}")
        write_memo(session, ANNA, work.project_id, "Een goed gesprek.", interview_id=row.id)
        book = codebook_of(session, work.project_id)
        theme = book.theme("influence_doubt").model_copy(update={"examples": (SECRET, OPEN)})
        themes = tuple(theme if each.id == theme.id else each for each in book.themes)
        change_codebook(session, ANNA, work.project_id, book.model_copy(update={"themes": themes}), note="voorbeeld")
    with work.store.reading() as session:
        gathered = gather_kept(session, {work.project_id: None})
    assert [memo.text for memo in gathered.memos] == ["Een goed gesprek."]
    assert gathered.results[0].codebook.theme("influence_doubt").examples == (OPEN,)
    for name in ("json", "qdpx", "qdc"):
        path = write_export(gathered, FORMATS[name], tmp_path / f"m{FORMATS[name].suffix}", confirmed_only=False)
        nothing_of_it(path)


def test_a_person_releases_words_and_undoes_it(work: ProjectRepository, tmp_path: Path) -> None:
    from narratief.store.decision_log import undo

    def out() -> str:
        with work.store.reading() as session:
            gathered = gather_kept(session, {work.project_id: None}, confirmed_only=True)
        path = write_export(gathered, FORMATS["verslag-html"], tmp_path / "uit.html", confirmed_only=True)
        return all_text(path)

    with work.store.writing() as session:
        row = next(row for row in interviews_of(session, work.project_id) if row.file == "a.txt")
        (held,) = project_state(session, work.project_id).interviews[row.id].off_record
        decision = release(session, ANNA, row.id, held.span)
    confirm_quotes(work, SECRET)
    assert "kwintsaldo" in out()
    with work.store.writing() as session:
        undo(session, ANNA, decision.id)
    assert "kwintsaldo" not in out()


def test_a_person_holds_back_what_no_rule_found(plain: ProjectRepository, tmp_path: Path) -> None:
    with plain.store.writing() as session:
        row = next(row for row in interviews_of(session, plain.project_id) if row.file == "a.txt")
        at = row.text.index(SECRET)
        choose_quote(session, ANNA, plain.project_id, row.id, (at, at + len(SECRET)), theme=None, chosen=True)
        others = len(quotes_of(session, plain.project_id)) - 1
        assert SECRET in [each.text for each in quotes_of(session, plain.project_id)]
        hold_back(session, ANNA, row.id, (at, at + len(SECRET)))
        left = [each.text for each in quotes_of(session, plain.project_id)]
        assert (len(left), SECRET in left) == (others, False)
        gathered = gather_kept(session, {plain.project_id: None})
    for name in ("csv", "json", "verslag-docx"):
        form = FORMATS[name]
        nothing_of_it(write_export(gathered, form, tmp_path / f"uit{form.suffix}", confirmed_only=False))


def test_what_comes_back_from_another_program_is_the_same_interview(work: ProjectRepository, tmp_path: Path) -> None:
    with work.store.reading() as session:
        gathered = gather_kept(session, {work.project_id: None}, each_coder=True)
        path = write_export(gathered, FORMATS["qdpx"], tmp_path / "uit.qdpx", confirmed_only=False)
        for interview in read_qdpx(path).results[0].interviews:
            matched = match_interview(session, work.project_id, interview)
            assert matched is not None
            assert (matched.row.file, matched.edits) == (interview.file, ())


def test_json_says_what_is_withheld(work: ProjectRepository, tmp_path: Path) -> None:
    with work.store.reading() as session:
        gathered = gather_kept(session, {work.project_id: None})
    path = write_export(gathered, FORMATS["json"], tmp_path / "uit.json", confirmed_only=False)
    fragments = json.loads(path.read_text("utf-8"))["projects"][0]["fragments"]
    assert [each["withheld"] for each in fragments].count(True) == 1


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_project_of_which_nothing_may_be_quoted_still_comes_out(
    work: ProjectRepository, name: str, tmp_path: Path
) -> None:
    with work.store.writing() as session:
        for row in interviews_of(session, work.project_id):
            for turn in row.turns:
                if turn.role == "resident":
                    hold_back(session, ANNA, row.id, (turn.start, turn.end))
        gathered = gather_kept(session, {work.project_id: None}, confirmed_only=True)
    form = FORMATS[name]
    told = all_text(write_export(gathered, form, tmp_path / f"uit{form.suffix}", confirmed_only=True))
    assert "koffie" not in told
    assert "bij naam" not in told


def test_what_comes_back_unchanged_decides_nothing(work: ProjectRepository, tmp_path: Path) -> None:
    with work.store.reading() as session:
        gathered = gather_kept(session, {work.project_id: None}, each_coder=True)
        before = result_of(session, work.project_id, each_coder=True)
    read = read_qdpx(write_export(gathered, FORMATS["qdpx"], tmp_path / "uit.qdpx", confirmed_only=False))
    with work.store.writing() as session:
        import_codes(session, Author(None, "Ik"), work.project_id, read.results[0], read.memos, "uit.qdpx")
        assert result_of(session, work.project_id, each_coder=True).codes == before.codes


def test_the_report_of_a_run_says_where_to_look(work: ProjectRepository) -> None:
    with work.store.reading() as session:
        result = result_of(session, work.project_id)
    report = report_bytes(Project(Path("plein"), result.facts, ()), result, []).decode()
    assert "**a.txt**: iemand vroeg om iets niet op te schrijven. Niet voor publicatie: 1 fragment." in report
    assert [mark for mark in MARKS if mark in report.lower()] == []
