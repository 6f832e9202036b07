"""Codebook: changes with a preview, versions, and what becomes of codes."""

from __future__ import annotations

import pytest

from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import Refusal
from narratief.store.accounts.access import Role
from narratief.store.review.codebooks import codebook_of
from narratief.web.forms.codebook import ThemeFields
from narratief.web.views.codebook import differences
from narratief.web.views.codebook_changes import change_of

NEW = {
    "label": "Parkeren én fietsen",
    "definition": "De inwoner spreekt over parkeren.",
    "goal": "clarity",
    "valence": "negative",
    "examples": "Nergens plek.\n\nAltijd vol.",
}


def book(plein):
    with plein.store.reading() as session:
        return codebook_of(session, plein.project_id)


def send(client, plein, act, **fields):
    shown = client.post(f"{plein.path}/codeboek/voorbeeld", data={"act": act, **fields})
    assert shown.status_code == 200, shown.text
    return shown.text, client.post(f"{plein.path}/codeboek", data={"act": act, **fields})


def test_adding_a_theme(plein, log_in):
    _, answer = send(log_in(), plein, "toevoegen", **NEW)
    assert answer.status_code == 303
    theme = book(plein).theme("parkeren_en_fietsen")
    assert theme.examples == ("Nergens plek.", "Altijd vol.")
    assert "Thema ‘Parkeren én fietsen’ toegevoegd." in log_in(name="B").get(f"{plein.path}/codeboek").text


def test_merging_shows_the_effect_first_and_moves_the_codes(plein, log_in):
    client = log_in()
    shown, _ = send(client, plein, "samenvoegen", theme="decision_opacity", into="influence_doubt")
    assert "2 codes gaan naar een ander thema" in shown
    themes = [code.theme for code in plein.state().codes]
    assert (themes.count("decision_opacity"), themes.count("influence_doubt")) == (0, 4)


def test_removing_and_going_back(plein, log_in):
    client = log_in()
    shown, _ = send(client, plein, "verwijderen", theme="influence_doubt")
    assert "3 codes tellen niet meer mee" in shown
    assert "influence_doubt" not in [code.theme for code in plein.state().codes]
    client.post(f"{plein.path}/codeboek/versies/1")
    assert [code.theme for code in plein.state().codes].count("influence_doubt") == 3


def test_moving_a_theme_to_another_goal(plein, log_in):
    theme = book(plein).theme("influence_doubt")
    fields = theme.model_dump() | {"goal": "clarity", "examples": ""}
    shown, _ = send(log_in(), plein, "wijzigen", theme=theme.id, **{k: v for k, v in fields.items() if k != "id"})
    assert "gewijzigd: het komt onder doel 3, wat kan beter." in shown
    assert book(plein).theme("influence_doubt").goal == "clarity"


def test_splitting_sends_the_chosen_fragments_to_the_new_theme(plein, log_in):
    client, code = log_in(name="Anna"), plein.code("influence_doubt")
    fields = {"theme": "influence_doubt", "label": "Schijn", "definition": "Meedoen voor de vorm."}
    shown = client.post(f"{plein.path}/codeboek/voorbeeld", data={"act": "splitsen", **fields}).text
    choice = f"{plein.ids['gesprek-1.txt']}.{code.fragment.start}.{code.fragment.end}"
    assert choice in shown
    client.post(f"{plein.path}/codeboek", data={"act": "splitsen", "recode": [choice], **fields})
    assert plein.code("schijn").status == "changed"
    assert book(plein).theme_ids.index("schijn") == book(plein).theme_ids.index("influence_doubt") + 1


def test_two_people_at_the_same_version(plein, log_in):
    fields = {"act": "toevoegen", "seen": "1"} | NEW
    assert log_in(name="Anna").post(f"{plein.path}/codeboek", data=fields).status_code == 303
    late = log_in(name="Bram").post(f"{plein.path}/codeboek", data=fields)
    assert late.status_code == 409
    assert "Anna heeft het codeboek intussen veranderd" in late.text


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("toevoegen", {"label": "X"}),
        ("toevoegen", NEW | {"goal": "nergens"}),
        ("toevoegen", NEW | {"valence": "neutraal"}),
        ("samenvoegen", {"theme": "influence_doubt", "into": "influence_doubt"}),
        ("verwijderen", {"theme": "nergens"}),
        ("opblazen", {"theme": "influence_doubt"}),
    ],
)
def test_what_cannot_be_is_refused(act, fields):
    with pytest.raises(Refusal):
        change_of(default_codebook(), act, ThemeFields(**fields))


def test_differences_are_told():
    old = default_codebook()
    new = change_of(old, "toevoegen", ThemeFields(**NEW)).codebook
    assert differences(old.model_dump(), new.model_dump()) == ["Nieuw: ‘Parkeren én fietsen’."]
    assert differences(None, old.model_dump()) == [f"Eerste versie met {len(old.themes)} thema's."]


def test_who_may_change(plein, log_in):
    for role in (Role.PARTICIPATION, Role.EVALUATOR):
        assert log_in(role).post(f"{plein.path}/codeboek", data={"act": "toevoegen"} | NEW).status_code == 403
    assert log_in().get(f"{plein.path}/codeboek/thema/influence_doubt").status_code == 200
    assert log_in(name="C").get(f"{plein.path}/codeboek?versie=1&vorm=xlsx").content[:2] == b"PK"
