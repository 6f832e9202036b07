"""Learning from decisions: better on held-out ones, proposed first, accepted and rolled back."""

from __future__ import annotations

import numpy as np
import pytest

from narratief.domain.actions import Confirm
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.domain.errors import InputError
from narratief.nlp.classifier_head import ClassifierHead, load_head
from narratief.nlp.correction import Correction
from narratief.nlp.encoder import Encoded, load_encoder
from narratief.nlp.judged import Judged, decisions_per_theme
from narratief.nlp.learn import _samples, learn
from narratief.nlp.tagger import Tagger
from narratief.store.coding.interviews import interviews_of
from narratief.store.review.decide import decide
from narratief.store.review.learning import examples, propose_tagger, tagger_in_use
from narratief.store.review.project_state import project_state
from narratief.web.views.learning import judged

WIDTH = 12


class PlainEncoder:
    """States are given by the words themselves: "a3" points along axis 3, with some noise of its own."""

    def encode(self, texts, questions=None):
        made = []
        for text in texts:
            chance = np.random.default_rng(int.from_bytes(text.encode()[-6:], "big"))
            states = np.zeros((3, WIDTH), dtype=np.float32)
            states[:, int(text[1])] = 1.0
            states += chance.normal(0, 0.1, states.shape)
            made.append(Encoded(states.astype(np.float32), ((0, 1), (1, 2), (2, 2))))
        return made


def head(bias=1.0):
    """A head that gives theme x to everything."""
    zeros = np.zeros((2, WIDTH), dtype=np.float32)
    ones, half = np.ones(2, dtype=np.float32), np.full(2, 0.5, dtype=np.float32)
    return ClassifierHead(
        ("x", "y"), zeros, zeros, zeros, np.full(2, bias, dtype=np.float32), ones, 0 * ones, half, 0.5
    )


def decisions(count=80):
    """Theme x holds where the text points along axis 1, not where along axis 2; nobody looked at y."""
    return [
        Judged(f"a{1 + n % 2} {n:06d}", "", frozenset({"x"} if n % 2 == 0 else ()), frozenset({"x"} if n % 2 else ()))
        for n in range(count)
    ]


def test_decisions_make_it_better_on_those_that_were_held_out():
    found = learn(decisions(), head(), PlainEncoder())
    assert found.before.right < found.after.right == found.after.decisions
    assert found.after.f1 == 1.0
    assert found.after.log_loss < found.before.log_loss
    assert found.learned_from + found.after.decisions == 80


def test_a_correction_is_a_head_again_and_survives_being_kept():
    shipped = head()
    found = learn(decisions(), shipped, PlainEncoder())
    kept = Correction.from_bytes(found.correction.to_bytes()).apply_to(shipped)
    yes, no = PlainEncoder().encode(["a1 x00001", "a2 x00002"])
    assert kept.calibrated(kept.logits(yes)[0])[0] > 0.5 > kept.calibrated(kept.logits(no)[0])[0]
    assert kept.calibrated(kept.logits(yes)[0])[1] == pytest.approx(shipped.calibrated(shipped.logits(yes)[0])[1])


def test_the_score_before_is_that_of_the_version_in_use():
    first = learn(decisions(), head(), PlainEncoder())
    second = learn(decisions(), head(), PlainEncoder(), first.correction)
    assert second.before == first.after


def test_a_fragment_is_learned_in_its_turn_as_the_tagger_codes_it():
    encoder, shipped = load_encoder(), load_head()
    codebook = default_codebook()
    turn = "Niks. Wij hebben onze ideeën ingeleverd en nooit meer iets van gehoord. Daarna hebben we soep gegeten."
    cut = turn.index("Daarna")
    spans, question = ((0, cut - 1), (cut, len(turn))), "En wat is er daarna gebeurd?"
    (encoded,) = encoder.encode([turn], [question])
    coded = Tagger(codebook, encoder, shipped).tag_encoded([turn], [encoded], [spans])[0]

    known = [Judged(turn[a:b], question, frozenset({"feedback_silence"}), frozenset(), turn, a) for a, b in spans]
    samples = _samples(known, shipped, encoder)

    row = shipped.themes.index("feedback_silence")
    scores = shipped.calibrated(samples.logits)[:, row]
    given = [themes.get("feedback_silence") for themes in coded.by_fragment]
    assert given[0] == pytest.approx(scores[0], abs=1e-4)
    assert samples.means[0] == pytest.approx(encoded.part(*spans[0]).states.mean(axis=0), abs=1e-5)
    alone = _samples([Judged(each.text, question, each.yes, each.no) for each in known], shipped, encoder)
    assert abs(alone.logits[0, row] - samples.logits[0, row]) > 1e-3


def test_what_was_decided_goes_to_learning_with_its_turn(plein):
    with plein.store.writing() as session:
        row = interviews_of(session, plein.project_id)[0]
        code = project_state(session, plein.project_id).interviews[row.id].codes[0]
        place = (code.fragment.start, code.fragment.end)
        decide(session, Author(None, "Anna"), row.id, Confirm(), span=place, theme=code.theme)
        found = judged(examples(session, plein.project_id))
    assert found
    assert all(each.turn[each.start :].startswith(each.text) for each in found)


def test_too_few_decisions_and_themes_that_the_head_does_not_know():
    with pytest.raises(InputError):
        learn(decisions(10), head(), PlainEncoder())
    extra = [Judged("a3 000000", "", frozenset({"new"}), frozenset())]
    assert learn(decisions() + extra, head(), PlainEncoder()).unknown == ("new",)
    with pytest.raises(InputError):
        Correction.from_bytes(b"no numbers")


def test_counts_per_theme():
    assert decisions_per_theme(decisions(5)) == {"x": (3, 2)}


def test_accepting_and_rolling_back(plein, log_in):
    client = log_in(name="Anna")
    found = learn(decisions(), head(), PlainEncoder())
    with plein.store.writing() as session:
        version = propose_tagger(
            session,
            Author(None, "Anna"),
            plein.project_id,
            found.correction.to_bytes(),
            learned_from={"decisions": found.learned_from, "unknown": []},
            before=found.before.as_dict(),
            after=found.after.as_dict(),
        )
    page = client.get(f"{plein.path}/leren").text
    assert "Beter." in page
    assert "Nog te weinig beslissingen" in page

    def in_use():
        with plein.store.reading() as session:
            used = tagger_in_use(session, plein.project_id)
            return used.id if used else None

    client.post(f"{plein.path}/leren/{version.id}/goedkeuren")
    assert in_use() == version.id
    assert "in gebruik" in client.get(f"{plein.path}/leren").text
    client.post(f"{plein.path}/leren/{version.id}/terugdraaien")
    assert in_use() is None
    assert client.post(f"{plein.path}/leren/{version.id}/terugdraaien").status_code == 409
    assert client.post(f"{plein.path}/leren").status_code == 400
