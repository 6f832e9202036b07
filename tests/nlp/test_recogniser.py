"""The recogniser: labels that keep to begin and inside, whole words, long texts, and its place in a pipeline."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from narratief.nlp.pipeline import SHIPPED, load_pipeline
from narratief.nlp.recogniser import OVERLAP, WINDOW, Recogniser, RecogniserComponent, load_recogniser
from narratief.nlp.subword_tokenizer import load_subword_tokenizer

LABELS = ("O", "B-PERSON", "I-PERSON", "B-ADDRESS", "I-ADDRESS")
TOKENIZER = load_subword_tokenizer()


class Told:
    """A network that gives each piece the label that a test wants, however it is cut up."""

    def __init__(self, wanted: dict[str, str]) -> None:
        self.wanted: dict[int, int] = {}
        for word, label in wanted.items():
            first, *rest = TOKENIZER.encode(word)[0]
            self.wanted |= {first: LABELS.index(label)} | dict.fromkeys(rest, LABELS.index(f"I-{label[2:]}"))
        self.lengths: list[int] = []

    def run(self, outputs: list[str], inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        assert outputs == ["scores"]
        words = inputs["words"][0]
        self.lengths.append(len(words))
        scores = np.full((len(words), len(LABELS)), -5.0, dtype=np.float32)
        scores[:, 0] = -0.1
        for number, label in self.wanted.items():
            same = np.isclose(words, TOKENIZER.embed([number])[0][0]).all(axis=1)
            scores[same, 0], scores[same, label] = -0.2, -0.1
        return [scores[None]]


def recogniser(wanted: dict[str, str]) -> Recogniser:
    return Recogniser(Told(wanted), TOKENIZER, LABELS)


def test_an_inside_without_its_begin_is_not_given():
    assert recogniser({"straat": "I-ADDRESS"}).find("de straat is smal") == []
    found = recogniser({"Marieke": "B-PERSON", "straat": "I-ADDRESS"}).find("Marieke straat")
    assert found == [(0, 7, "PERSON")]


def test_begin_and_inside_make_one_span_of_whole_words():
    text = "Toen kwam Marieke Bakker langs."
    found = recogniser({"Marieke": "B-PERSON", "Bakker": "I-PERSON"}).find(text)
    assert [(text[a:b], kind) for a, b, kind in found] == [("Marieke Bakker", "PERSON")]


def test_a_part_of_a_word_is_widened_to_the_word():
    text = "bij Mariekes moeder"
    first = TOKENIZER.encode("Mariekes")[0][0]
    network = Told({})
    network.wanted = {first: 1}
    found = Recogniser(network, TOKENIZER, LABELS).find(text)
    assert [text[a:b] for a, b, _ in found] == ["Mariekes"]


@pytest.mark.parametrize("mark", [".", ",", "?!", '."', "…"])
def test_closing_marks_are_no_part_of_a_name(mark: str):
    text = f"Vraag het Marieke{mark}"
    wanted = {"Marieke": "B-PERSON"} | dict.fromkeys(mark, "I-PERSON")
    found = recogniser(wanted).find(text)
    assert [text[a:b] for a, b, _ in found] == ["Marieke"]


def test_a_long_text_is_read_in_windows_and_each_name_is_found_once():
    text = " ".join(["we hebben daar lang over gepraat"] * 40 + ["Marieke"] + ["en toen ging het verder"] * 120)
    network = Told({"Marieke": "B-PERSON"})
    found = Recogniser(network, TOKENIZER, LABELS).find(text)
    assert [text[a:b] for a, b, _ in found] == ["Marieke"]
    assert len(network.lengths) > 2
    assert max(network.lengths) <= WINDOW + len(TOKENIZER.prefix_ids) + 1


@pytest.mark.parametrize("extra", range(-2, 3))
def test_every_piece_is_labelled_whatever_the_length(extra: int):
    for size in (WINDOW - OVERLAP, WINDOW, 2 * WINDOW - OVERLAP):
        text = " ".join(["ja"] * (size + extra - 1) + ["Marieke"])
        assert len(recogniser({"Marieke": "B-PERSON"}).find(text)) == 1, size


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀", "a" * 5000, "[PERSOON-1]", "\u202eabc", "ﬁets ½"])
def test_any_text_can_be_read(text: str):
    for start, end, _ in load_recogniser().find(text):
        assert 0 <= start < end <= len(text)


def test_the_component_sets_entities_of_whole_tokens():
    nlp = spacy.blank("nl")
    component = RecogniserComponent(lambda: recogniser({"Marieke": "B-PERSON"}))
    doc = component(nlp("Dat zei Marieke, gisteren."))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Marieke", "PERSON")]
    assert set(component.labels) == {"PERSON", "ADDRESS"}


def test_the_shipped_pipeline_recognises_with_it():
    nlp = load_pipeline(SHIPPED)
    assert isinstance(nlp.get_pipe("ner"), RecogniserComponent)
    text = "Mevrouw Demir woont op Kastanjelaan 14, en daarna kwam Sietske ook nog."
    for version in (text, text.lower()):
        found = {(ent.text.lower(), ent.label_) for ent in nlp(version).ents}
        assert {("demir", "PERSON"), ("kastanjelaan 14", "ADDRESS"), ("sietske", "PERSON")} <= found


def test_more_weight_on_outside_finds_less():
    unsure = [[0.55 if label == "B-PERSON" else 0.4 if label == "O" else 0.01 for label in LABELS]]
    assert Recogniser(Unsure(unsure[0]), TOKENIZER, LABELS).find("annemiek belde")
    assert not Recogniser(Unsure(unsure[0]), TOKENIZER, LABELS, outside=1.5).find("annemiek belde")


class Unsure:
    """A network that thinks the same of every piece."""

    def __init__(self, chances: list[float]) -> None:
        self.row = np.log(np.array(chances, dtype=np.float32))

    def run(self, _: object, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        return [np.tile(self.row, (1, given["words"].shape[1], 1))]
