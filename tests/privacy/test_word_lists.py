"""A project's lists of words to keep and to hide: what they change, what no list can, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from narratief.domain.interview import Interview, Utterance
from narratief.domain.marked import Marked
from narratief.domain.project import Project, ProjectFacts, load_facts
from narratief.pipeline.preview import preview
from narratief.pipeline.pseudonymisation import pseudonymise_for_project
from narratief.privacy.vault.unkept import UnkeptNames
from narratief.privacy.word_lists import lists_of

TALK = """Interviewer: Wie hielp u?

Gerda Molenkamp: Wethouder Wietske Hoekstra hielp ons. Ook Bakkerij Wijbenga, daar werkt mijn zoon. Bel 06-29517703.

Interviewer: En verder?

Gerda Molenkamp: De man met de hond zei niets. Wietske Hoekstra wel. Wij wonen aan Kersengaarde 14.
"""


def hidden(facts: ProjectFacts, *said: str) -> str:
    """Words as they are after a project's privacy step."""
    talk = Interview.build(
        "a.txt", [Utterance("", words, "interviewer" if at % 2 else "resident") for at, words in enumerate(said)]
    )
    project = Project(Path("project"), facts, ())
    return pseudonymise_for_project(project, talk, Marked(), UnkeptNames()).text


def test_a_name_on_the_keep_list_stays_whole_and_without_it_goes() -> None:
    said = "Toen kwam wethouder Wietske Hoekstra langs, met Kees Bakker."
    assert "Hoekstra" not in hidden(ProjectFacts(), said)
    after = hidden(ProjectFacts(keep=("Wietske Hoekstra",)), said)
    assert "Wietske Hoekstra" in after
    assert "Kees" not in after


def test_what_the_hide_list_names_goes_in_any_case_and_with_an_s() -> None:
    said = "De man met de hond zei dat. de Man Met De Hond, en de man met de honds baas. Een hond blaft."
    after = hidden(ProjectFacts(hide=("man met de hond",)), said)
    assert after == "De [PERSOON-1] zei dat. de [PERSOON-1], en de [PERSOON-1]s baas. Een hond blaft."


def test_a_single_name_that_is_a_word_too_goes_as_it_is_written_or_where_nothing_has_a_capital() -> None:
    after = hidden(ProjectFacts(hide=("Kwast",)), "Kwast kwam met een kwast.", "toen zei kwast niets")
    assert after == "[PERSOON-1] kwam met een kwast.\n\ntoen zei [PERSOON-1] niets"


def test_the_hide_list_says_what_something_is() -> None:
    facts = ProjectFacts.model_validate({"hide": ["Kwast", {"adres": "Molenpad"}, {"organisatie": ["Het Baken"]}]})
    after = hidden(facts, "Het is aan het Molenpad, bij Het Baken.")
    assert after == "Het is aan het [ADRES-1], bij [ORGANISATIE-1]."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("06-29517703", "Bel 06-29517703 maar."),
        ("f.oosterhof@voorbeeld.nl", "Mail naar f.oosterhof@voorbeeld.nl graag."),
        ("123456782", "Mijn bsn is 123456782 geloof ik."),
        ("NL91 ABNA 0417 1643 00", "Stort het op NL91 ABNA 0417 1643 00 graag."),
        ("GB-271-T", "Mijn auto heeft GB-271-T als nummer."),
        ("nul zes negenentwintig eenenvijftig zeventig drie", "Bel nul zes negenentwintig eenenvijftig zeventig drie."),
    ],
)
def test_no_list_keeps_a_number_or_an_address_on_the_internet(words: str, said: str) -> None:
    facts = ProjectFacts(keep=("Lindenhof", words))
    assert words not in hidden(facts, said)
    (problem,) = lists_of(facts).problems
    assert "Regel 2 van 'keep'" in problem.message
    assert words not in str(problem)


def test_of_two_lists_that_differ_hiding_wins_and_is_told_without_the_name() -> None:
    facts = ProjectFacts(keep=("wietske hoekstra",), hide=("Wietske Hoekstra",))
    assert "Hoekstra" not in hidden(facts, "Toen kwam Wietske Hoekstra langs.")
    (problem,) = lists_of(facts).problems
    assert "'keep' staat ook in 'hide'" in problem.message
    assert "hoekstra" not in str(problem).lower()
    assert not problem.fatal


def test_hiding_goes_before_the_words_of_the_title() -> None:
    facts = ProjectFacts(title="Herinrichting Lindenlaan", hide=("Lindenlaan",))
    assert "Lindenlaan" not in hidden(facts, "Wij zaten aan de Lindenlaan te praten.")


@pytest.mark.parametrize("broken", [{"keep": [{"a": "b"}]}, {"hide": {"dier": "Kwast"}}, {"hide": ["x" * 101]}])
def test_a_broken_list_is_told_and_its_words_are_not(broken: dict[str, object], tmp_path: Path) -> None:
    from narratief.domain.errors import InputError

    (tmp_path / "project.yaml").write_text(yaml.safe_dump(broken), "utf-8")
    with pytest.raises(InputError) as raised:
        load_facts(tmp_path)
    (name,) = broken
    assert f"De waarde van '{name}' klopt niet" in raised.value.message
    assert raised.value.__cause__ is None
    assert "x" * 101 not in str(raised.value)


def test_words_to_hide_are_in_no_dump_of_the_facts() -> None:
    facts = ProjectFacts(hide=("Kwast",))
    assert "Kwast" not in repr(facts) + facts.model_dump_json() + str(facts.model_dump())


def test_a_preview_shows_each_word_with_its_sentence_and_what_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALK, "utf-8")
    before = lists_of(ProjectFacts())
    after = lists_of(ProjectFacts(keep=("Wietske Hoekstra", "Niemand"), hide=("man met de hond",)))
    shown = preview(Project(tmp_path, ProjectFacts(), (tmp_path / "a.txt",)), before, after)
    changed = {(each.words, each.hidden): each for each in shown.changes}
    assert set(changed) == {("Wietske Hoekstra", False), ("man met de hond", True)}
    assert [place.sentence for place in changed["man met de hond", True].places] == ["De man met de hond zei niets."]
    assert len(changed["Wietske Hoekstra", False].places) == 2
    assert shown.unused == ("Niemand",)
    assert not list(tmp_path.glob("narratief-project.yaml"))
