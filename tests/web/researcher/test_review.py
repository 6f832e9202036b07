"""Review queue: what comes first, answers by form and by script, two researchers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from narratief.domain.actions import Confirm, Postpone, Reject
from narratief.domain.codebook_file import default_codebook
from narratief.domain.decision import Author
from narratief.store.accounts.access import Role
from narratief.store.decision_log import all_decisions
from narratief.web.views.queue import priority, progress, queue

JSON = {"Accept": "application/json"}
BRAM = Author(None, "Bram")


def items(plein):
    return queue({n: s.codes for n, s in plein.state().interviews.items()}, default_codebook())


def fields(item, act, **more):
    return {
        "act": act,
        "interview": item["interview"],
        "start": item["start"],
        "end": item["end"],
        "theme": item["theme"],
        "contested": "1" if item["contested"] else "",
        **more,
    }


def coming(client, plein, **query):
    return client.get(f"{plein.path}/nakijken/volgende", params=query, headers=JSON).json()


def test_unsure_goes_before_sure_and_what_changes_a_count_before_what_does_not():
    assert priority(0.5, 1, 3) > priority(0.9, 1, 3)
    assert priority(0.6, 1, 1) > priority(0.6, 1, 9) > priority(0.6, 4, 9)


def test_what_changes_no_count_goes_last_and_each_says_why(plein, monkeypatch):
    monkeypatch.setattr("narratief.web.views.queue.theme_thresholds", lambda: {"decision_opacity": 0.33})
    assert priority(0.6, 2, 3, told=True) < priority(0.6, 2, 3)
    plein.decide(Confirm(), "influence_doubt", "gesprek-2.txt")
    reasons = {(i.code.fragment.interview, i.code.theme): " ".join(i.reasons) for i in items(plein)}
    assert "1 van 3 bewoners" in reasons["gesprek-3.txt", "influence_doubt"]
    assert "De score ligt vlak bij de grens: 0,41, de grens is 0,33." in reasons["gesprek-1.txt", "decision_opacity"]


def test_the_turns_around_the_words_come_with_them(plein, log_in):
    found = {item["theme"]: item for item in coming(log_in(), plein, gesprek=plein.ids["gesprek-1.txt"])["items"]}
    said = [(turn["who"], "".join(text for text, _ in turn["parts"])) for turn in found["decision_opacity"]["around"]]
    assert [who for who, _ in said] == ["Interviewer", "Bewoner", "Interviewer"]
    assert said[1][1].startswith("Ik vond het fijn")
    own = [text for turn in found["decision_opacity"]["around"] for text, marked in turn["parts"] if marked]
    assert own == ["Maar volgens mij was het allang beslist."]


def test_disputed_first_and_put_off_last(plein):
    plein.decide(Confirm(), "participation_valued")
    plein.decide(Reject(), "participation_valued", who=BRAM)
    plein.decide(Postpone(), "decision_opacity")
    order = [(item.code.contested, item.code.later, item.code.theme) for item in items(plein)]
    assert order[0] == (True, False, "participation_valued")
    assert order[-1] == (False, True, "decision_opacity")


def test_an_answer_by_script_gives_the_decision_and_takes_the_code_off_the_list(plein, log_in):
    client = log_in(name="Anna")
    before = coming(client, plein)
    assert before["total"] == 8
    item = before["items"][0]
    assert (
        "".join(text for text, _ in item["pieces"])
        == plein.state().interviews[item["interview"]].interview.text[item["start"] : item["end"]]
    )
    answer = client.post(f"{plein.path}/nakijken", data=fields(item, "ja", asked="x"), headers=JSON)
    again = client.post(f"{plein.path}/nakijken", data=fields(item, "ja", asked="x"), headers=JSON)
    assert answer.json() == again.json()
    after = coming(client, plein)
    assert (after["done"], item["key"] in [i["key"] for i in after["items"]]) == (1, False)
    client.post(f"{plein.path}/nakijken/ongedaan", data={"decisions": "-".join(map(str, answer.json()["decisions"]))})
    assert coming(client, plein)["items"][0]["key"] == item["key"]


def test_what_the_screen_has_already_is_not_sent_again(plein, log_in):
    client = log_in()
    keys = [item["key"] for item in coming(client, plein)["items"]]
    rest = coming(client, plein, zonder=keys[:3])
    assert [item["key"] for item in rest["items"]] == keys[3:]


def test_another_theme_and_later(plein, log_in):
    client = log_in(name="Anna")
    first, second = coming(client, plein)["items"][:2]
    client.post(f"{plein.path}/nakijken", data=fields(first, "ander", new_theme="diverse_perspectives"), headers=JSON)
    client.post(f"{plein.path}/nakijken", data=fields(second, "later"), headers=JSON)
    found = {(c.theme, c.status) for c in plein.state().codes}
    assert ("diverse_perspectives", "changed") in found
    assert coming(client, plein)["items"][-1]["key"] == second["key"]
    assert client.post(f"{plein.path}/nakijken", data=fields(second, "ander"), headers=JSON).status_code == 409


def test_plain_forms_without_script(plein, log_in):
    client = log_in(name="Anna")
    page = client.get(f"{plein.path}/nakijken").text
    item = coming(client, plein)["items"][0]
    assert item["label"] in page
    answer = client.post(f"{plein.path}/nakijken", data=fields(item, "nee", filter_theme=item["theme"]))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{plein.path}/nakijken?thema={item['theme']}&gedaan=")
    shown = client.get(answer.headers["location"]).text
    decision = answer.headers["location"].split("=")[-1]
    assert f'name="decisions" value="{decision}"' in shown
    client.post(f"{plein.path}/nakijken/ongedaan", data={"decisions": decision})
    assert all(code.status == "machine" for code in plein.state().codes)


def test_a_dispute_is_settled_in_the_queue(plein, log_in):
    plein.decide(Confirm(), "participation_valued")
    plein.decide(Reject(), "participation_valued", who=BRAM)
    client = log_in(name="Carla")
    item = coming(client, plein)["items"][0]
    assert item["contested"]
    client.post(f"{plein.path}/nakijken", data=fields(item, "ja"), headers=JSON)
    code = plein.code("participation_valued")
    assert (code.status, code.contested) == ("confirmed", False)


def test_two_researchers_at_once_lose_no_decision(plein, log_in):
    anna, bram = log_in(name="Anna"), log_in(name="Bram")
    known = coming(anna, plein)["items"]
    seen = coming(bram, plein)["seen"]
    jobs = [(client, item, act) for client, act in ((anna, "ja"), (bram, "nee")) for item in known]

    def one(job):
        client, item, act = job
        data = fields(item, act, seen=seen, asked=f"{act} {item['key']}")
        return client.post(f"{plein.path}/nakijken", data=data, headers=JSON).json()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, jobs))
    ids = [number for answer in answers for number in answer["decisions"]]
    with plein.store.reading() as session:
        kept = [
            decision.id
            for decision in all_decisions(session, plein.project_id)
            if decision.kind in ("confirm", "reject")
        ]
    assert sorted(ids) == kept
    assert len(set(ids)) == len(jobs)
    assert all(code.contested for code in plein.state().codes)
    assert sum(bool(answer["meanwhile"]) for answer in answers) >= len(known)


def test_progress_counts_what_is_settled(plein):
    plein.decide(Confirm(), "influence_doubt")
    plein.decide(Postpone(), "decision_opacity")
    assert (progress(plein.state().codes).done, progress(plein.state().codes).total) == (1, 8)


def test_only_researchers_review(plein, log_in):
    for role in (Role.PARTICIPATION, Role.EVALUATOR):
        client = log_in(role)
        assert client.get(f"{plein.path}/nakijken").status_code == 403
        assert client.post(f"{plein.path}/nakijken", data={"act": "ja"}).status_code in (403, 422)


def test_the_queue_as_a_workbook(plein, log_in):
    answer = log_in().get(f"{plein.path}/nakijken?vorm=xlsx")
    assert answer.content[:2] == b"PK"
