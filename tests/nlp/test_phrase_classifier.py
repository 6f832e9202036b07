"""The words of a text and runs of them say of its themes what the encoder may miss."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from narratief.nlp import phrase_classifier
from narratief.nlp.classifier_head import load_head
from narratief.nlp.encoder import load_encoder
from narratief.nlp.phrase_classifier import PhraseClassifier, load_phrase_classifier, phrases_in, save
from narratief.nlp.theme_logits import theme_logits


def test_runs_are_of_one_to_three_words_without_marks():
    assert list(phrases_in("Niets, meer gehoord?")) == [
        *("niets", "meer", "gehoord", "?"),
        *("niets meer", "meer gehoord", "gehoord ?"),
        *("niets meer gehoord", "meer gehoord ?"),
    ]


def test_a_pseudonym_is_no_word_and_parts_those_beside_it():
    runs = set(phrases_in("Toen [PERSOON-1] belde"))
    assert not runs & {"persoon", "1", "toen belde"}


def test_a_logit_is_that_of_scikit_learn():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    texts = ["niets meer gehoord", "er is goed geluisterd", "nooit iets gehoord", "fijn dat er geluisterd is"] * 2
    truth = [1, 0, 1, 0] * 2
    vectorizer = TfidfVectorizer(analyzer=phrases_in, sublinear_tf=True)
    model = LogisticRegression().fit(vectorizer.fit_transform(texts), truth)
    rows = {run: row for row, run in enumerate(vectorizer.get_feature_names_out())}
    ours = PhraseClassifier(("a",), rows, vectorizer.idf_, model.coef_.T, model.intercept_)

    for text in (*texts, "gehoord gehoord en wat anders", "geen woord dat bekend is"):
        expected = model.decision_function(vectorizer.transform([text]))
        assert ours.logits(text, ("a",)) == pytest.approx(expected, abs=1e-5)
        assert ours.logits(text, ("other", "a"))[0] == 0


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "tagger").mkdir()
    made = PhraseClassifier(("a", "b"), {"één": 0, "één twee": 1}, np.ones(2), np.eye(2), np.zeros(2))
    save(tmp_path / "tagger", made)
    monkeypatch.setattr(phrase_classifier, "models_dir", lambda: tmp_path)
    load_phrase_classifier.cache_clear()
    try:
        read = load_phrase_classifier()
        assert read.logits("één twee", ("b", "a")) == pytest.approx(made.logits("één twee", ("b", "a")))
        assert dict(read.rows) == dict(made.rows)
    finally:
        load_phrase_classifier.cache_clear()


def test_the_shipped_tagger_listens_to_the_words_beside_the_encoder():
    head = load_head()
    assert head.phrase_weight > 0
    assert set(load_phrase_classifier().themes) == set(head.themes)
    text = "Daarna hebben wij nooit meer iets gehoord."
    (encoded,) = load_encoder().encode([text])
    place = head.themes.index("feedback_silence")
    assert theme_logits(head, encoded, text)[place] > head.logits(encoded)[0][place]
