from __future__ import annotations

import re

import numpy as np
import pytest

from narratief.domain.codebook import Codebook, Theme
from narratief.domain.codebook_file import default_codebook
from narratief.nlp.encoder import load_encoder
from narratief.nlp.tagger import Tagger
from narratief.pipeline.tagging import tag_texts

SILENCE = "Wij hebben alles ingeleverd en daarna nooit meer iets gehoord. Geen brief, geen mail, helemaal niets."
NOTHING = "Het regende die avond en de koffie was op. Mijn dochter woont in Zwolle."


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(default_codebook())


def test_every_theme_gets_a_probability(tagger: Tagger) -> None:
    (prediction,) = tagger.tag([SILENCE])
    assert tuple(prediction.scores) == default_codebook().theme_ids
    assert all(0.0 <= score <= 1.0 for score in prediction.scores.values())
    assert "feedback_silence" in prediction.themes


def test_talk_about_something_else_stays_empty(tagger: Tagger) -> None:
    assert tagger.tag([NOTHING])[0].themes == ()


def test_a_turn_gives_its_themes_to_the_fragment_that_carries_them(tagger: Tagger) -> None:
    text = f"{NOTHING} {SILENCE}"
    cut = len(NOTHING)
    (prediction,) = tagger.tag([text], parts=[[(0, cut), (cut + 1, len(text))]])
    assert "feedback_silence" in prediction.themes
    assert "feedback_silence" in prediction.by_fragment[1]
    assert "feedback_silence" not in prediction.by_fragment[0]
    assert set(prediction.themes) == {theme for fragment in prediction.by_fragment for theme in fragment}


def test_the_words_that_carried_a_theme_are_words_of_the_text(tagger: Tagger) -> None:
    (prediction,) = tagger.tag([f"{NOTHING} {SILENCE}"])
    spans = prediction.evidence["feedback_silence"]
    assert spans
    shown = [f"{NOTHING} {SILENCE}"[a:b] for a, b in spans]
    assert any("gehoord" in words or "brief" in words or "niets" in words for words in shown)
    assert all(words == words.strip() for words in shown)


def test_a_vector_does_not_depend_on_what_stands_beside_it() -> None:
    encoder = load_encoder()
    alone = encoder.embed([SILENCE])[0]
    beside = encoder.embed([NOTHING, SILENCE, "kort", NOTHING * 20, SILENCE])
    assert np.array_equal(alone, beside[1])
    assert np.array_equal(alone, beside[4])
    assert np.linalg.norm(alone) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "Ja.", "[PERSOON-1]", "😀 één ïjs", "woord " * 2000])
def test_any_text_can_be_tagged(tagger: Tagger, text: str) -> None:
    (prediction,) = tagger.tag([text])
    assert len(prediction.scores) == len(default_codebook().themes)


@pytest.mark.parametrize("kind", ["PERSOON", "ADRES", "ORGANISATIE", "TELEFOON", "EMAIL", "GEBOORTEDATUM", "ID"])
@pytest.mark.parametrize("shape", ["{}", "Wij wonen op {}", "{} zei dat ook", "Van {} en {}", "Dat was {}-straat, {}."])
def test_no_position_lies_outside_the_text(kind: str, shape: str) -> None:
    text = shape.replace("{}", f"[{kind}-1]")
    (encoded,) = load_encoder().encode([text])
    assert all(0 <= start <= end <= len(text) for start, end in encoded.spans)
    starts = [start for start, _ in encoded.spans]
    assert starts == sorted(starts)
    whole = [match.span() for match in re.finditer(r"\[[A-Z]+-1\]", text)]
    covered = {place for start, end in encoded.spans for place in range(start, end)}
    assert all(place in covered for start, end in whole for place in range(start, end) if text[place].isalnum())


def test_pseudonyms_stand_for_names_and_positions_stay_right() -> None:
    text = "Toen belde [PERSOON-12] mij van het [ORGANISATIE-1] op."
    (encoded,) = load_encoder().encode([text])
    assert all(0 <= a <= b <= len(text) for a, b in encoded.spans)
    last = text.index("op.")
    assert any(a <= last < b for a, b in encoded.spans)


def test_a_theme_added_with_a_definition_and_examples_is_usable_at_once() -> None:
    own = Theme(
        id="never_reached",
        goal="relationship",
        valence="negative",
        label="Niet bereikt",
        definition="De inwoner is nooit uitgenodigd of wist niet dat er een proces was.",
        examples=(
            "Wij hebben nooit een uitnodiging gehad, ik wist van niks.",
            "Niemand in onze flat heeft een brief gekregen, we waren niet op de hoogte.",
            "Ik hoorde pas van de buren dat er een avond was geweest, ons hadden ze overgeslagen.",
        ),
    )
    base = default_codebook()
    book = Codebook(goals=base.goals, themes=(*base.themes, own), core_themes=base.core_themes)
    tagger = Tagger(book)
    told, other = tagger.tag(["Wij zijn nooit uitgenodigd, niemand heeft ons een brief gestuurd.", NOTHING])
    assert told.scores["never_reached"] > 0.5 > other.scores["never_reached"]
    assert "never_reached" in told.themes


def test_a_text_longer_than_the_network_reads_at_a_time_is_read_to_its_end(tagger: Tagger) -> None:
    long = " ".join([NOTHING] * 30)
    (encoded,) = tagger.encoder.encode([f"{long} {SILENCE}"])
    assert len(encoded.states) == len(encoded.spans)
    assert encoded.spans[-2][1] == len(long) + 1 + len(SILENCE)
    starts = [start for start, _ in encoded.spans]
    assert starts == sorted(starts)
    (prediction,) = tag_texts([f"{long} {SILENCE}"], [""], tagger.codebook)
    assert "feedback_silence" in prediction.themes


def test_a_stretch_of_a_text_holds_the_tokens_of_its_words() -> None:
    text = f"{NOTHING} {SILENCE}"
    (whole,) = load_encoder().encode([text])
    part = whole.part(len(NOTHING) + 1, len(text))
    assert text[part.spans[0][0] : part.spans[-1][1]].strip() == SILENCE
    assert len(part.states) == len(part.spans) == len(part.mid_layer)


def test_evidence_is_whole_phrases(tagger: Tagger) -> None:
    text = "Ze hebben alles opgeschreven, maar wij hebben daar nooit meer iets van gehoord. Het regende die dag."
    (prediction,) = tagger.tag([text])
    shown = [text[start:end] for start, end in prediction.evidence["feedback_silence"]]
    assert "maar wij hebben daar nooit meer iets van gehoord." in shown
