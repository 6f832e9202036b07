"""Second coder: blind until finished, agreement that fits published examples, adjudication that counts."""

from __future__ import annotations

import io

import openpyxl
import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.store.accounts.access import Role
from narratief.store.review.samples import Comparison, Item, items_of
from narratief.web.views.agreement import Measured, agreement, disputes


def items(count, files=4):
    return tuple(Item(n, n, 1, f"gesprek-{n % files}", (n * 10, n * 10 + 5), "woorden") for n in range(count))


def labels(*given):
    return tuple(frozenset({"influence_doubt"} if one else ()) for one in given)


def test_measures_of_a_published_example():
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, A: binary data of two observers: alpha = 0.095
    first = labels(0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
    second = labels(1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    found = agreement(Comparison(items(10), {"A": first, "B": second}), default_codebook(), "A", "B")
    assert found.themes[0].alpha.value == pytest.approx(0.095, abs=0.0005)
    assert (found.themes[0].both, found.themes[0].only_first, found.themes[0].only_second) == (1, 1, 3)
    assert found.alpha.interval.low <= found.alpha.value <= found.alpha.interval.high
    assert found.alpha.verdict == "te laag"


def test_full_agreement_and_none():
    same = labels(1, 0, 1, 0)
    found = agreement(Comparison(items(4), {"A": same, "B": same}), default_codebook(), "A", "B")
    assert found.alpha.value == found.kappa.value == 1.0
    assert found.alpha.verdict == "betrouwbaar"
    assert not found.one_interview
    assert agreement(Comparison(items(4, 1), {"A": same, "B": same}), default_codebook(), "A", "B").one_interview
    nothing = agreement(Comparison(items(2), {"A": labels(0, 0), "B": labels(0, 0)}), default_codebook(), "A", "B")
    assert nothing.themes == ()
    assert nothing.alpha.words == "niet te bepalen"
    assert Measured(0.7, None).words == "0,70"


def test_disputes_name_who_gave_it():
    comparison = Comparison(items(3), {"A": labels(1, 0, 1), "B": labels(1, 1, 0)})
    found = [(d.item.position, d.given_by, d.not_by) for d in disputes(comparison, default_codebook(), "A", "B")]
    assert found == [(1, "B", "A"), (2, "A", "B")]


@pytest.fixture
def drawn(plein, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    fields = {"size": 5, "name": "Eerste ronde", "coders": [anna.person, bram.person]}
    assert anna.post(f"{plein.path}/tweede-codeur", data=fields).status_code == 303
    return anna, bram


def code_all(client, plein, themes_of):
    base = f"{plein.path}/tweede-codeur/1"
    with plein.store.reading() as session:
        sample = items_of(session, 1)
    for item in sample:
        client.post(f"{base}/coderen", data={"item": item.id, "themes": themes_of(item)})
    return sample


def test_blind_coding_from_drawing_to_adjudication(plein, drawn):
    anna, bram = drawn
    base = f"{plein.path}/tweede-codeur/1"
    page = anna.get(f"{base}/coderen").text
    assert "Fragment 1 van 5" in page
    assert "zeker" not in page.split("<article")[1]
    assert anna.get(f"{base}/vergelijken").status_code == 409
    sample = code_all(anna, plein, lambda item: ["influence_doubt"] if item.position < 2 else [])
    assert "Alle fragmenten zijn beoordeeld" in anna.get(f"{base}/coderen").text
    assert anna.post(f"{base}/afronden").status_code == 303
    assert bram.get(f"{base}/vergelijken").status_code == 409  # would unblind
    code_all(bram, plein, lambda item: ["influence_doubt"] if item.position == 0 else [])
    bram.post(f"{base}/afronden")
    shown = bram.get(f"{base}/vergelijken").text
    assert "Krippendorffs alfa" in shown
    assert "Wel volgens Anna, niet volgens Bram" in shown
    differing = sample[1]
    fields = {"interview": differing.interview_id, "start": differing.span[0], "end": differing.span[1]}
    anna.post(f"{base}/beslechten", data=fields | {"theme": "influence_doubt", "present": "ja"})
    assert "Beslist: klopt" in anna.get(f"{base}/vergelijken").text
    codes = plein.state().interviews[differing.interview_id].codes
    assert any(c.theme == "influence_doubt" and c.settled and c.fragment.start == differing.span[0] for c in codes)


def test_a_person_against_the_machine_as_a_workbook(plein, log_in):
    anna = log_in(name="Anna")
    anna.post(f"{plein.path}/tweede-codeur", data={"size": 50, "coders": [anna.person]})
    code_all(anna, plein, lambda item: ["influence_doubt"])
    base = f"{plein.path}/tweede-codeur/1"
    anna.post(f"{base}/afronden")
    assert "de computer" in anna.get(f"{base}/vergelijken").text
    book = openpyxl.load_workbook(io.BytesIO(anna.get(f"{base}/vergelijken?vorm=xlsx").content))
    assert book.active.max_row > 2


def test_codes_are_fixed_once_finished_and_others_may_not_code(plein, drawn, log_in):
    anna, _ = drawn
    sample = code_all(anna, plein, lambda _: [])
    base = f"{plein.path}/tweede-codeur/1"
    anna.post(f"{base}/afronden")
    late = anna.post(f"{base}/coderen", data={"item": sample[0].id, "themes": ["influence_doubt"]})
    assert late.status_code == 409
    assert log_in(name="Carla").get(f"{base}/coderen").status_code == 409
    assert log_in(Role.EVALUATOR).get(f"{plein.path}/tweede-codeur").status_code == 403


def test_finishing_asks_for_all_fragments(plein, drawn):
    anna, _ = drawn
    assert anna.post(f"{plein.path}/tweede-codeur/1/afronden").status_code == 409
    assert anna.post(f"{plein.path}/tweede-codeur", data={"size": 5}).status_code == 409
