"""`narratief topics` on a project: every act is recorded with who and when, and holds in the next run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from narratief.cli.app import app
from narratief.domain.project import load_project
from narratief.pipeline.clustering import cluster_overall, cluster_project
from narratief.pipeline.coding import code_interviews
from narratief.pipeline.open_project import open_folder
from narratief.pipeline.take_in import take_in
from narratief.topics.topic import Topics
from narratief.topics.topic_cache import TopicCache

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).parents[2] / "narratives"


class Plan:
    """A project that was taken in and coded, with its clusters."""

    def __init__(self, root: Path) -> None:
        self.folder, self.out = root / "plan", root / "uit"
        self.folder.mkdir()
        shutil.copy(SAMPLES / "herinrichting-lindenlaan/project.yaml", self.folder)
        for name in ("herinrichting-lindenlaan", "vernieuwing-beekpark"):  # enough for several clusters
            for path in (SAMPLES / name).glob("interview-*"):
                shutil.copy(path, self.folder)
        self.files = take_in(open_folder(self.folder)).files
        code_interviews(open_folder(self.folder), self.files)

    def cluster(self) -> Topics:
        self.written = cluster_project(open_folder(self.folder), self.files, self.out)
        found = TopicCache(load_project(self.folder).key).last()
        assert found is not None
        return found

    def ask(self, *words: str) -> str:
        done = CliRunner().invoke(app, ["topics", words[0], str(self.folder), *words[1:]], terminal_width=400)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    root = tmp_path_factory.mktemp("topics")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NARRATIEF_HOME", str(root / "home"))
        patch.setenv("NARRATIEF_VAULT", str(root / "vault"))
        (root / "home").mkdir()
        yield Plan(root)


def test_acts_hold_in_the_next_run(plan: Plan) -> None:
    first = plan.cluster()
    assert [path.name for path in plan.written] == ["clusters.xlsx", "clusters.html", "kaart.html", "kaart.svg"]
    large = sorted(first.topics, key=lambda topic: -len(topic.members))
    named, target, gone = large[0], large[1], large[2]
    taken, moved = named.members[-1], named.members[-2]

    assert named.id in plan.ask("list")
    assert taken in plan.ask("show", named.id)
    assert "Vastgelegd" in plan.ask("rename", named.id, "Wat de buurt vertelde", "--by", "Noor")
    plan.ask("merge", target.id, gone.id, "--by", "Noor", "--label", "Samen één")
    plan.ask("move", moved, "--to", target.id, "--by", "Noor")
    plan.ask("move", taken, "--by", "Bram")
    made = plan.ask("split", named.id, *named.members[:3], "--by", "Bram").strip().rsplit(" ", 1)[-1]
    plan.ask("reject", made, "--by", "Bram")
    asked = ("divide", target.id, "--example", target.members[0], "--example", target.members[1], "--by", "Bram")
    assert "Er is niets bewaard." in plan.ask(*asked)
    apart = plan.ask(*asked, "--name", "", "--name", "Een ander verhaal", "--save").strip().rsplit(" ", 1)[-1]
    assert "Een ander verhaal" in plan.ask("show", apart)
    plan.ask("undo", "--by", "Bram")

    again = plan.cluster()
    assert again.topic(named.id).label == "Wat de buurt vertelde"
    assert again.topic(target.id).label == "Samen één"
    assert {*target.members, *gone.members, moved} <= set(again.topic(target.id).members)
    assert gone.id not in {topic.id for topic in again.topics}
    assert taken in again.left_out
    assert set(again.topic(made).members) >= set(named.members[:3])
    assert made in {topic.id for topic in again.rejected}

    told = plan.ask("log")
    assert told.count("Noor") == 3
    assert told.count("Bram") == 5
    plan.ask("undo", "--by", "Bram")
    assert made not in {topic.id for topic in plan.cluster().rejected}


def test_a_cluster_becomes_a_theme_of_the_project(plan: Plan) -> None:
    topic = plan.cluster().shown[0]

    plan.ask(
        *("promote", topic.id, "--by", "Noor", "--goal", "relationship", "--valence", "negative"),
        *("--definition", "Wat de buurt ervan vond.", "--label", "Buurtverhaal"),
        *("--fragment", topic.members[0], "--fragment", topic.members[2]),
    )

    opened = open_folder(plan.folder)
    assert len(opened.codebook().theme("buurtverhaal").examples) == 2
    state = opened.kept.result(plan.files)
    given = {code.fragment for code in state.codes if code.theme == "buurtverhaal" and code.coder == "Noor"}
    assert given == {topic.members[0], topic.members[2]}
    assert not (plan.folder / "codebook.yaml").exists()
    code_interviews(open_folder(plan.folder), plan.files)
    kept = plan.cluster().topic(topic.id)
    assert (kept.status, kept.theme, kept.new) == ("promoted", "buurtverhaal", False)


def test_the_same_project_twice_gives_the_same_files(plan: Plan) -> None:
    plan.cluster()
    before = {path.name: path.read_bytes() for path in plan.written}
    plan.cluster()

    assert {path.name: path.read_bytes() for path in plan.written} == before


def test_projects_together_are_kept_too(plan: Plan) -> None:
    written = cluster_overall([(open_folder(plan.folder), plan.files)], plan.out)

    assert [path.name for path in written] == ["clusters.xlsx", "clusters.html", "kaart.html", "kaart.svg"]
    done = CliRunner().invoke(app, ["topics", "list", "alle"])
    assert done.exit_code == 0
    assert "clusters, waarvan" in done.output


def test_nothing_is_found_anew_when_nothing_changed(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    found = plan.cluster()
    wanted = []
    monkeypatch.setattr("narratief.topics.discover.discover", lambda *_: wanted.append("found anew"))

    assert plan.cluster() == found
    assert wanted == []

    plan.ask("rename", found.topics[0].id, "Een andere naam", "--by", "Noor")
    with pytest.raises(AttributeError):  # the stand-in above finds nothing
        plan.cluster()
    assert wanted == ["found anew"]
