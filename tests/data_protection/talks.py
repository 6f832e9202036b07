"""Two interviews full of identifiers and sentences that stand nowhere else."""

from __future__ import annotations

from pathlib import Path

SECRETS = ("Schelvisch", "Wubbo", "0638219457", "schelvisch@", "Kwikstaartlaan 87", "NL91ABNA0417164300")
ANSWERS = (
    "wij hebben onze paarse tekeningen ingeleverd en nooit meer iets gehoord",
    "de ambtenaar met de gestreepte sokken luisterde echt heel goed naar ons",
    "op de kaart stond het verdwenen kikkerpoeltje aan de verkeerde kant",
    "het verslag van de grote pannenkoekenavond was helder geschreven",
    "mijn buurvrouw durfde haar roestige bakfiets niet te noemen",
    "de uitnodiging lag pas na de zwanenoptocht op de mat",
    "over het geld voor de fluisterende lantaarns hoorden we niets",
    "bij de tweede avond waren er te weinig oranje stoelen",
)
OTHER_SECRETS = ("Kwakernaat", "0657391284")
OTHER_ANSWERS = tuple(
    sentence.replace(" de ", " onze ").replace(" niet ", " nooit ")
    for sentence in (
        "de wethouder kwam met een glimmende bolderkar vol plannen langs",
        "ik kreeg een duidelijke brief terug over het blauwe bruggetje",
        "niemand heeft met de jongeren van het schaatsbaantje gepraat",
        "de avond begon te laat door de lekkende koffiekannen",
        "ze hebben ons idee voor de egeltunnel overgenomen",
        "de plannen lagen al vast voordat de eerste gehaktbal op was",
    )
)


# to look for: without the first letter, which is a capital in the interview
SENTENCES = tuple(answer[1:] for answer in ANSWERS)
OTHER_SENTENCES = tuple(answer[1:] for answer in OTHER_ANSWERS)


def talk(sentences: tuple[str, ...], *more: str) -> str:
    """An interview in which a resident says these sentences."""
    lines = []
    for number, sentence in enumerate((*more, *sentences), 1):
        lines += [
            f"Interviewer: Wat kunt u vertellen over punt {number}?",
            f"Inwoner: {sentence[0].upper()}{sentence[1:]}.",
        ]
    return "\n".join(lines) + "\n"


def project(folder: Path) -> Path:
    """A project with both; the file of the first is named after its resident."""
    folder.mkdir()
    (folder / "project.yaml").write_text("title: Pleintje\nretention: 400\n", "utf-8")
    hers = (
        "Ik ben Wubbo Schelvisch en ik woon aan de Kwikstaartlaan 87",
        "U kunt me bellen op 0638219457 of mailen naar wubbo.schelvisch@voorbeeldpost.nl",
        "Mijn rekeningnummer is NL91ABNA0417164300, zei meneer Schelvisch nog",
    )
    (folder / "Interview Schelvisch.txt").write_text(talk(ANSWERS, *hers), "utf-8")
    his = ("Mijn naam is Bart Kwakernaat en mijn nummer is 0657391284",)
    (folder / "gesprek-b.txt").write_text(talk(OTHER_ANSWERS, *his), "utf-8")
    return folder
