"""A language model's second look in the workspace: agreement, differences first in the queue, and nothing by itself."""

from __future__ import annotations

import json
import re

import pytest

from narratief.domain.actions import Reject
from narratief.pipeline.job_kinds import model_job_kinds
from narratief.pipeline.worker import Worker
from narratief.store.accounts.access import Role
from narratief.store.schema import Job
from tests.language_model.servers import Model, apart, said_in, serving

JSON = {"Accept": "application/json"}
VALUED = re.compile("luisterde echt|vond het fijn")


def answer(body):
    """A model that sees two themes by plain words, one of them where narratief sees none, and makes one quote up."""
    codes = []
    for each in said_in(body)["fragmenten"]:
        words = each["woorden"]
        if VALUED.search(words):
            quote = VALUED.search(words)[0]
            codes.append([each["nummer"], quote, "participation_valued", "De bewoner is blij dat er werd geluisterd."])
        if "koffie" in words:
            codes.append([each["nummer"], "De koffie was goed", "personal_approach", "Er was koffie voor de bewoner."])
            codes.append([each["nummer"], "niemand belde ooit", "feedback_silence", "Verzonnen woorden."])
    names = ("fragment", "bewijs", "thema", "reden")
    return json.dumps({"codes": [dict(zip(names, code, strict=True)) for code in codes]})


@pytest.fixture
def model(monkeypatch):
    with serving(Model(answer)) as served:
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL", served.address)
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL_NAME", "proefmodel")
        yield served


@pytest.fixture
def looked(plein, model, log_in):
    """A project that the model has looked at, and a researcher."""
    client = log_in()
    assert client.post(f"{plein.path}/tweede-blik").status_code == 303
    assert apart(Worker(plein.store, model_job_kinds(), beside=True).run_waiting) == 1
    return client


def coming(client, plein):
    return client.get(f"{plein.path}/nakijken/volgende", headers=JSON).json()["items"]


def fields(item, act):
    return {key: item[key] for key in ("interview", "start", "end", "theme")} | {"act": act, "contested": ""}


def test_without_a_server_there_is_no_page_in_the_menu_and_nothing_to_start(plein, log_in):
    client = log_in()
    assert "tweede-blik" not in client.get(plein.path).text
    assert "Taalmodel aan" not in client.get(plein.path).text
    assert "Er is nu geen taalmodel ingesteld" in client.get(f"{plein.path}/tweede-blik").text
    assert client.post(f"{plein.path}/tweede-blik").status_code == 409


def test_each_page_tells_that_a_model_is_set_and_where(plein, model, log_in, monkeypatch):
    client = log_in()
    for path in ("", "/nakijken", "/synthese"):
        told = client.get(plein.path + path).text
        assert "proefmodel op 127.0.0.1" in told
        assert "Alles blijft op de computer van uw gemeente" in told
    monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL_PUBLIC", "woorden-gaan-naar-buiten")
    told = client.get(plein.path).text
    assert "Het taalmodel proefmodel staat buiten de gemeente, op 127.0.0.1." in told
    assert "Alles blijft op de computer" not in told


def test_differences_come_first_and_say_so_and_no_code_changes(plein, looked, model):
    codes = [(code.fragment.text, code.theme, code.status) for code in plein.state().codes]
    assert {status for _, _, status in codes} == {"machine"}
    assert not any("koffie" in text for text, _, _ in codes)
    first = coming(looked, plein)
    differing = [item for item in first if any("taalmodel proefmodel" in reason for reason in item["reasons"])]
    assert first[: len(differing)] == differing
    alone = next(item for item in differing if item["theme"] == "personal_approach")
    assert "Er was koffie voor de bewoner." in " ".join(alone["reasons"])
    assert [text for text, marked in alone["pieces"] if marked] == ["De koffie was goed"]
    agreed = [item["theme"] for item in first[len(differing) :]]
    assert agreed == ["participation_valued"] * 2
    assert not any("niemand belde ooit" in str(item) for item in first)


def test_a_person_decides_about_what_only_the_model_saw(plein, looked):
    alone = next(item for item in coming(looked, plein) if item["theme"] == "personal_approach")
    assert looked.post(f"{plein.path}/nakijken", data=fields(alone, "later"), headers=JSON).status_code == 200
    assert coming(looked, plein)[-1]["key"] == alone["key"]
    assert looked.post(f"{plein.path}/nakijken", data=fields(alone, "ja"), headers=JSON).status_code == 200
    assert alone["key"] not in {item["key"] for item in coming(looked, plein)}
    assert plein.code("personal_approach", "gesprek-4.txt").status == "confirmed"


def test_what_a_person_rejects_does_not_come_back(plein, looked):
    alone = next(item for item in coming(looked, plein) if item["theme"] == "personal_approach")
    looked.post(f"{plein.path}/nakijken", data=fields(alone, "nee"), headers=JSON)
    assert alone["key"] not in {item["key"] for item in coming(looked, plein)}
    assert [c.status for c in plein.state().codes if c.theme == "personal_approach"] == ["rejected"]


def test_the_page_counts_what_both_saw_and_what_did_not_hold(plein, looked):
    told = looked.get(f"{plein.path}/tweede-blik").text
    row = re.search(r"Waardering voor de mogelijkheid om mee te doen</th>(.*?)</tr>", told, re.DOTALL)[1]
    assert re.findall(r'class="number">(\d+)<', row) == ["2", "0", "0"]
    assert "aangehaalde woorden staan niet in het fragment: 1" in told
    assert "proefmodel bekeek 8 fragmenten" in told


def test_what_was_decided_before_is_no_difference(plein, looked):
    plein.decide(Reject(), "influence_doubt", "gesprek-3.txt")
    told = looked.get(f"{plein.path}/tweede-blik").text
    differing = [item for item in coming(looked, plein) if any("taalmodel" in reason for reason in item["reasons"])]
    assert f"Kijk de {len(differing)} verschillen na" in told


def test_thrown_away_it_plays_no_part_any_more(plein, looked):
    assert looked.post(f"{plein.path}/tweede-blik/vergeten").status_code == 303
    assert not any("taalmodel" in reason for item in coming(looked, plein) for reason in item["reasons"])
    assert "Overeenstemming" not in looked.get(f"{plein.path}/tweede-blik").text


def test_who_may_not_draw_samples_does_not_start_it(plein, model, log_in):
    assert log_in(Role.EVALUATOR).post(f"{plein.path}/tweede-blik").status_code == 403
    assert log_in(Role.PARTICIPATION).get(f"{plein.path}/tweede-blik").status_code == 403


def test_a_server_that_is_away_is_a_note_on_a_job_that_is_done(plein, log_in, monkeypatch):
    monkeypatch.setattr("narratief.language_model.client._PAUSE", 0.0)
    with serving(Model(lambda body: 503)) as served:
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL", served.address)
        monkeypatch.setenv("NARRATIEF_LANGUAGE_MODEL_NAME", "proefmodel")
        client = log_in()
        client.post(f"{plein.path}/tweede-blik")
        apart(Worker(plein.store, model_job_kinds(), beside=True).run_waiting)
    with plein.store.reading() as session:
        job = session.query(Job).one()
        assert job.state == "done"
        assert any("niet bereikbaar (HTTP 503)" in problem["message"] for problem in job.problems)
    assert coming(client, plein)
