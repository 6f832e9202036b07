"""The parts of topics one by one: words, names, quality, ids, clusters, layout, space."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.topic_quality import bootstrap_stability, c_npmi, quality
from models.topics.recipe.learn_space import learn_layer, save_space

from narratief.nlp.clauses import Clause
from narratief.nlp.lemmas import Parsed, stop_words, words_of
from narratief.topics.constrained_kmeans import ConstrainedKMeans
from narratief.topics.features import TextStore
from narratief.topics.identity import keep_ids, new_id
from narratief.topics.labels import KEYWORDS, keywords, labels
from narratief.topics.layout import NEIGHBOURHOOD, lay_out
from narratief.topics.n_clusters import knee_of_gap_statistic
from narratief.topics.passage import loose_passages
from narratief.topics.run_history import EarlierTopic
from narratief.topics.space import Layer, Space, load_space
from narratief.topics.spherical_kmeans import OUTLIER, spherical_kmeans

# --- words


def plain_parse(texts):
    """Every word is a noun and its own lemma."""
    return [
        tuple((word.strip(".,!?").lower(), word.strip(".,!?").lower(), "NOUN") for word in t.split()) for t in texts
    ]


def test_pseudonyms_fillers_and_function_words_are_no_content():
    words = words_of(["Nou ja, zeg maar [PERSOON-1] van [ORGANISATIE-12] kreeg eh de brief, hè."], plain_parse)

    assert words.lemmas == (("brief",),)


def test_names_and_addresses_are_no_content():
    words = words_of(["Ik mailde met Hoekema over de brief, naar jan@example.org en www.example.org."], plain_parse)

    assert words.lemmas[0] == ("mailde", "brief")


def test_words_do_not_depend_on_the_order():
    texts = ["De brief kwam laat.", "Een brief over de brug.", "De brug is oud, die brug."]

    one, other = words_of(texts, plain_parse), words_of(texts[::-1], plain_parse)

    assert one.lemmas == other.lemmas[::-1]
    assert one.shown == other.shown


@pytest.mark.parametrize("word", ["de", "en", "ik", "eh", "nou", "hè", "gewoon", "eigenlijk", "zeg", "oké", "persoon"])
def test_stop_words_hold_function_words_and_fillers(word):
    assert word in stop_words()


def test_words_are_parsed_once(tmp_path):
    store, seen = TextStore(tmp_path / "w.json", "v1", Parsed), []

    def find(texts):
        seen.extend(texts)
        return [((text, text, "NOUN"),) for text in texts]

    store.of(["een", "twee"], find)
    assert store.of(["een", "twee", "drie"], find)[0] == (("een", "een", "NOUN"),)
    TextStore(tmp_path / "w.json", "v2", Parsed).of(["een"], find)

    assert seen == ["een", "twee", "drie", "een"]


def test_clauses_are_found_once_and_come_back_as_they_were(tmp_path):
    made = (Clause((0, 9), ("brief", "komen"), 1),)
    store = TextStore(tmp_path / "z.json", "v1", tuple[Clause, ...])
    store.of(["een"], lambda texts: [made for _ in texts])

    assert store.of(["een"], lambda texts: pytest.fail("it was kept")) == [made]
    (tmp_path / "z.json").write_text('{"version": "v1", "texts": {"x": [[3]]}}')
    assert store.of(["een"], lambda texts: [made for _ in texts]) == [made]


# --- names


def test_keywords_are_shared_words_nouns_first():
    ranked = [("krijgen", 0.3), ("brief", 0.25), ("zeldzaam", 0.9), ("brieven", 0.2)]
    texts = [("brief", "krijgen"), ("brief", "krijgen", "zeldzaam"), ("brief",), ("krijgen", "brieven"), ("brieven",)]

    chosen = keywords(ranked, texts, nouns={"brief", "zeldzaam", "brieven"})

    assert chosen[0] == "brief"
    assert "krijgen" in chosen
    assert len(chosen) <= KEYWORDS


def test_labels_are_unique():
    made = labels([("brief", "post", "bus", "deur"), ("brief", "post", "bus", "mat"), (), ()])

    assert len(set(made)) == 4
    assert made[0] == "brief, post, bus"


# --- quality


def test_perfect_and_random_agreement():
    themes = ["a"] * 20 + ["b"] * 20
    perfect = quality(themes, [0] * 20 + [1] * 20, [["x", "y"]], [["x", "y"]])
    blind = quality(themes, [0, 1] * 20, [], [])

    assert perfect.ami == pytest.approx(1.0)
    assert blind.ami == pytest.approx(0.0, abs=0.05)
    assert perfect.left_out == 0


def test_left_out_is_counted():
    score = quality(["a", "a", "b", "b"], [0, -1, 1, 1], [], [])

    assert score.left_out == 0.25
    assert score.clusters == 2
    assert score.ami_placed == pytest.approx(1.0)


def test_npmi_by_hand():
    texts = [["a", "b"], ["a", "b"], ["c"], ["d"]]

    # p(a) = p(b) = p(a,b) = 1/2: pmi = ln 2, over -ln 1/2 = 1
    assert c_npmi([["a", "b"]], texts) == pytest.approx(1.0)
    # never together
    assert c_npmi([["a", "c"]], texts) == pytest.approx(-1.0)
    # independent: p(a) = 1/2, p(b) = 1/2, p(a,b) = 1/4
    assert c_npmi([["a", "b"]], [["a", "b"], ["a"], ["b"], ["c"]]) == pytest.approx(0.0)
    assert c_npmi([["a"]], texts) is None


def test_npmi_looks_through_windows_of_ten_words():
    apart = [["a", *["x"] * 10, "b"]]

    assert c_npmi([["a", "b"]], apart) == pytest.approx(-1.0)


def test_what_does_not_depend_on_the_sample_is_stable():
    assert bootstrap_stability(lambda places: places % 3, 60, samples=3) == pytest.approx(1.0)


# --- ids


def test_new_ids_are_the_same_for_the_same_fragments_and_differ_from_used_ones():
    assert new_id(["b", "a"]) == new_id(["a", "b"])
    assert new_id(["a"], used={new_id(["a"])}) != new_id(["a"])


def test_a_cluster_of_new_interviews_can_be_recognised_by_its_meaning():
    centre = np.array([1.0, 0.0], dtype=np.float32)
    old = EarlierTopic("c1", frozenset({"x", "y"}), centre)

    assert keep_ids([frozenset({"p"})], centre[None], [old], seen={"x", "y"}, now={"p"}) == ["c1"]


def test_two_clusters_never_get_the_same_id():
    centre = np.array([[1.0, 0.0], [1.0, 0.0]], dtype=np.float32)
    old = EarlierTopic("c1", frozenset({"a", "b", "c", "d"}), centre[0])

    ids = keep_ids([frozenset("ab"), frozenset("cd")], centre, [old], seen=set("abcd"), now=set("abcd"))

    assert len(set(ids)) == 2
    assert "c1" in ids


# --- clusters


def clouds(count: int, size: int, seed: int = 0, spread: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    centres = np.eye(max(count, 20))[:count]
    rows = np.vstack([centre + generator.normal(0, spread, (size, centres.shape[1])) for centre in centres])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), np.repeat(np.arange(count), size)


@pytest.mark.parametrize("count", [3, 6, 12])
def test_the_number_of_groups_is_read_from_the_data(count):
    rows, _ = clouds(count, 40)

    assert abs(knee_of_gap_statistic(rows) - count) <= max(1, count // 5)


def test_many_rows_are_divided_as_few_are():
    rows, true = clouds(5, 2_400)

    labels = spherical_kmeans(rows, np.zeros(len(rows), dtype=bool))

    for group in range(5):
        found = labels[true == group]
        assert np.bincount(found[found != OUTLIER]).max() > 0.95 * 2_400


def test_a_row_like_nothing_else_is_left_out():
    rows, _ = clouds(4, 30, spread=0.03)
    odd = np.zeros((1, rows.shape[1]), dtype=np.float32)
    odd[0, -1] = 1.0

    labels = spherical_kmeans(np.vstack([rows, odd]), np.zeros(len(rows) + 1, dtype=bool))

    assert labels[-1] == OUTLIER


def test_a_persons_groups_are_kept_and_blank_rows_stay_out():
    rows, _ = clouds(3, 20)
    kept = np.full(len(rows), OUTLIER)
    kept[[0, 20, 40]] = 0  # unlike things that a person put together
    blank = np.zeros(len(rows), dtype=bool)
    blank[1] = True

    model = ConstrainedKMeans(np.zeros(len(rows), bool), blank, kept, np.zeros(len(rows), bool)).fit(rows)

    assert set(model.labels_[[0, 20, 40]]) == {0}
    assert model.labels_[1] == OUTLIER
    assert (model.labels_ == 0).sum() == 3


# --- layout and space


@pytest.mark.parametrize("size", [0, 1, 2, 5, 40])
def test_every_row_gets_a_place(size):
    rows, labels = clouds(4, 10)

    places = lay_out(rows[:size], labels[:size])

    assert places.shape == (size, 2)
    assert np.isfinite(places).all()
    assert (np.abs(places - 0.5) <= 0.55).all()


def test_the_same_rows_get_the_same_places():
    rows, labels = clouds(3, 15)

    assert np.array_equal(lay_out(rows, labels), lay_out(rows, labels))


def test_of_many_rows_like_ones_lie_together():
    rows, labels = clouds(3, NEIGHBOURHOOD // 2)

    places = lay_out(rows, labels)

    middles = np.stack([np.median(places[labels == group], axis=0) for group in range(3)])
    nearest = np.linalg.norm(places[:, None] - middles[None], axis=2).argmin(axis=1)
    assert (nearest == labels).mean() > 0.95


def test_the_space_shrinks_what_tells_speakers_apart(tmp_path):
    generator = np.random.default_rng(0)
    theme = np.repeat(np.arange(4), 50)
    vectors = np.zeros((200, 8), dtype=np.float32)
    vectors[np.arange(200), theme] = 1.0
    vectors[:, 7] = generator.normal(0, 3, 200)  # the speaker: large, and says nothing of the theme
    vectors += generator.normal(0, 0.05, vectors.shape)
    space = Space((learn_layer(vectors, theme.astype(str).tolist(), vectors),))

    save_space(space, tmp_path / "space.npz")
    rows = load_space(tmp_path / "space.npz").rows(vectors)

    likeness = rows @ rows.T
    same = theme[:, None] == theme[None]
    assert likeness[same].mean() > likeness[~same].mean() + 0.5


def test_vectors_of_another_width_are_refused():
    layer = Layer(np.eye(4, dtype="f4"), np.zeros(4, "f4"), np.eye(4, dtype="f4"))

    with pytest.raises(ValueError, match="do not fit"):
        Space((layer, layer)).rows(np.zeros((3, 5), dtype="f4"))
    assert Space((layer, layer)).rows(np.ones((3, 4), dtype="f4")).shape[0] == 3


def test_equal_loose_texts_have_ids_of_their_own():
    passages = loose_passages(["ja", "ja", "nee"], [{}, {}, {}])

    assert len({passage.id for passage in passages}) == 3


def test_rows_are_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    space = load_space()
    vectors = np.random.default_rng(3).normal(size=(60, sum(len(layer.mean) for layer in space.layers)))
    whole = space.rows(vectors.astype(np.float32))
    monkeypatch.setattr("narratief.topics.space._BLOCK", 7)
    assert np.allclose(space.rows(vectors.astype(np.float32)), whole, atol=1e-5)
