import pytest

from narratief.privacy.detectors.names import find_names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ik heet Anneke van der Velden-Bos, met een streepje.", "Anneke van der Velden-Bos"),
        ("Mijn naam is Khadija Bouzidi, zo heet ik.", "Khadija Bouzidi"),
        ("Toen kwam mevrouw Yıldırım langs.", "Yıldırım"),
        ("De heer A.W. Brummelhuis heeft het uitgelegd.", "A.W. Brummelhuis"),
        ("Ik sprak met Bertus 't Hart en dat was goed.", "Bertus 't Hart"),
        ("Fatima's broer heeft dat gedaan.", "Fatima"),
        ("De wethouder, Van Dalsum, lachte.", "Van Dalsum"),
        ("Mijn overbuurman, Tesfay, wist van niks.", "Tesfay"),
        ("Bij de ingang zat Dirk-Jan met de lijst.", "Dirk-Jan"),
        ("Dat heb ik van Ineke Vos gehoord.", "Ineke Vos"),
        ("Roos Wolf heeft ingesproken.", "Roos Wolf"),
        ("Dat spel je B-O-U-Z-I-D-I, goed?", "B-O-U-Z-I-D-I"),
    ],
)
def test_a_name_is_found_with_its_boundaries(found_by, text: str, said: str):
    assert found_by(find_names, text) == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("daar zat ook annemiek ter braake van de bewonersgroep en die zei", "annemiek ter braake"),
        ("toen zei meneer oldenkotte nog van nou", "oldenkotte"),
        ("mevrouw van der velde die woont daar al zestig jaar", "van der velde"),
        ("meneer de boer die dat dossier deed", "de boer"),
        ("mijn kleindochter noor vroeg nog wat", "noor"),
        ("mijn zoon mark die is veertien", "mark"),
        ("mijn schoonzoon daan westerhof die is planoloog", "daan westerhof"),
        ("je schrijft het r o o v e r s met twee", "r o o v e r s"),
    ],
)
def test_a_name_is_found_in_speech_recognition_without_capitals(found_by, text: str, said: str):
    assert found_by(find_names, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Roos en meidoorn hadden ze beloofd.".replace("Roos", "Rozen"),
        "Ik hoop dat het goed komt, maar wil niet zeuren.",
        "vroeger betaalde je twee mark voor een roos en een wolf van een prijs",
        "mijn man wil dat niet en mijn vrouw is het eens",
        "ik ben klaar en ik ben bakker van beroep",
        "Mevrouw, zei hij, dat kan niet.",
        "Jan met de pet betaalt de rekening, dat is een beetje volgens Bartjens.",
        "In Den Haag en in Utrecht weten ze dat ook.",
        "Daarna kozen ze voor variant B. Waarom weet niemand.",
        "De Wijkraad en de Gemeente hebben dat besloten.",
        "Als het in maart regent is het in mei warm.",
    ],
)
def test_ordinary_words_are_no_names(found_by, text: str):
    assert found_by(find_names, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jan Jansen uit de straat zei dat.", "Jan Jansen"),
        ("Dat zei Fatima el Idrissi van de Lindelaan 4.", "Fatima el Idrissi"),
    ],
)
def test_function_words_after_a_name_are_left(found_by, text: str, said: str):
    assert found_by(find_names, text) == [said]
