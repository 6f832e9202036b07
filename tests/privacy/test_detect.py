from narratief.domain.entities import MODEL_PRIORITY, Entity
from narratief.privacy.detect import find_entities, rule_detectors
from narratief.privacy.detectors.deduce_engine import DeduceDetector


def test_a_name_found_in_one_turn_is_found_in_all():
    texts = ["Ik ben Zjoske Terpstra.", "Dat zei zjoske ook, en Terpstra's hond.", "Zjoskes man was er niet."]

    found = find_entities(texts, rule_detectors())

    assert [[t[e.start : e.end] for e in es] for t, es in zip(texts, found, strict=True)] == [
        ["Zjoske Terpstra"], ["zjoske", "Terpstra"], ["Zjoske"],
    ]  # fmt: skip


def test_a_surname_that_is_a_word_is_propagated_by_its_capital_only():
    texts = ["Mijn naam is Karin Vos.", "Er zat een vos in het kippenhok, dat wist Vos ook."]

    (_, found) = find_entities(texts, rule_detectors())

    assert [texts[1][e.start : e.end] for e in found] == ["Vos"]
    assert found[0].start == texts[1].rindex("Vos")


def test_a_speaker_label_is_a_known_name():
    text = "ja dat zei blijdorp ook al"

    assert find_entities([text], rule_detectors()) == [[]]
    assert find_entities([text], rule_detectors(), names=["Tjerk Blijdorp"])[0][0].type == "person"


def test_words_of_the_project_stay_but_not_with_a_house_number():
    texts = ["Ik woon aan de Lindenlaan, en de Lindenlaan is nat.", "Dat is Lindenlaan 47."]

    first, second = find_entities(texts, rule_detectors(), keep=["Lindenlaan"])

    assert first == []
    assert [texts[1][e.start : e.end] for e in second] == ["Lindenlaan 47"]


def test_deduce_is_mended(deduce: DeduceDetector):
    texts = [
        "Toen kwam Jan Jansen uit de straat.",
        "Dat was Fatima el Idrissi van de Lindelaan 4.",
        "De Bakker is dicht. Wil je wat?",
    ]

    found = find_entities(texts, [*rule_detectors(), deduce])

    assert [[(e.type, t[e.start : e.end]) for e in es] for t, es in zip(texts, found, strict=True)] == [
        [("person", "Jan Jansen")], [("person", "Fatima el Idrissi"), ("address", "Lindelaan 4")], [],
    ]  # fmt: skip


def test_a_model_that_is_not_sure_is_not_believed_on_ordinary_words():
    def everything(text: str) -> list[Entity]:
        return [Entity(0, 7, "person", MODEL_PRIORITY), Entity(8, 13, "person", MODEL_PRIORITY)]

    found = find_entities(["oumaima fiets is weg en dat weet je"], [everything])

    assert [(e.start, e.end) for e in found[0]] == [(0, 7)]


def test_what_is_not_personal_by_itself_stays(found):
    text = "De gemeente Utrecht en de provincie waren in het Beekpark. Ik ben 64, uit Marokko, op 3 april was het."

    assert found(text) == []
