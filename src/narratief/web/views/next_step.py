"""What a person does next in a project: one act, with how much work it is, and how far the project is."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.dutch import counted

_GUESS_PER_SUGGESTION = 15.0
_GUESS_PER_TRANSCRIPT = 240.0
"""Seconds. Neither is measured; a page that uses one calls the outcome a guess."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a project is.

    Attributes
    ----------
    waiting, unreadable, read, accepted, coded
        Transcripts at each step, as `narratief.pipeline.transcript_status.Step`.
    busy
        Whether work in the background waits or runs.
    searched
        Interviews in which the machine looked for themes, also by a command that asks for no approval.
    open_codes, open_interviews
        Suggestions that ask for a person's judgement, and the interviews that they are in.
    confirmed
        Codes that a person stands behind.
    chosen
        Quotes that are chosen for publication.
    few
        Whether so few residents were spoken to that each quote must be confirmed before it is printed.
    pace
        Seconds per decision as measured; None when too few were made.
    """

    waiting: int
    unreadable: int
    read: int
    accepted: int
    coded: int
    busy: bool
    searched: int = 0
    open_codes: int = 0
    open_interviews: int = 0
    confirmed: int = 0
    chosen: int = 0
    few: bool = False
    pace: float | None = None

    @property
    def usable(self) -> int:
        """Transcripts without those that cannot be read: these keep no step open."""
        return self.waiting + self.read + self.accepted + self.coded


@dataclass(frozen=True, slots=True)
class Abilities:
    """What of the work a person may do."""

    take_in: bool
    review: bool
    publish: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """One act.

    Attributes
    ----------
    work
        How much it is, a Dutch phrase; empty when that is not known.
    path
        Where its button leads, below the project's path.
    post
        Whether the button starts something.
    """

    title: str
    text: str
    label: str
    path: str
    work: str = ""
    post: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a project, and whether it is done."""

    title: str
    text: str
    done: bool


def next_steps(now: Standing, can: Abilities) -> list[NextStep]:
    """List what a person can do now, the most useful first; there is always one."""
    steps = []
    if can.review and now.open_codes:
        steps.append(_review(now))
    if can.take_in:
        steps += _taking_in(now)
    if can.publish and now.confirmed:
        steps += _publishing(now)
    return steps or [_waiting(now, can)]


def milestones(now: Standing) -> list[Milestone]:
    """Say how far the project is, for everybody alike."""
    readable, approved = now.usable, now.accepted + now.coded
    uploaded = counted(readable, "gesprek", "gesprekken") if readable else "Nog geen gesprekken."
    judged = "Nog niets na te kijken."
    if now.searched:
        left = counted(now.open_codes, "voorstel staat", "voorstellen staan")
        judged = f"{left} nog open." if now.open_codes else "Alles is nagekeken."
    return [
        Milestone("Gesprekken uploaden", uploaded, bool(readable) and not now.waiting),
        Milestone(
            "Controleren hoe zij zijn gelezen",
            f"{approved} van {readable} goedgekeurd.",
            bool(readable) and approved == readable,
        ),
        Milestone(
            "Thema's zoeken",
            f"De computer zocht in {now.searched} van {readable} gesprekken.",
            bool(readable) and now.searched >= readable,
        ),
        Milestone("Nakijken", judged, bool(now.searched) and not now.open_codes),
        Milestone(
            "Uitkomsten gebruiken",
            f"{now.confirmed} keer is een thema bevestigd.",
            False,
        ),
    ]


def minutes_in_words(seconds: float) -> str:
    """Say roughly how long something takes: "ongeveer 10 minuten"; rounded, as nobody knows it better."""
    minutes = seconds / 60
    if minutes < 1:
        return "minder dan een minuut"
    if minutes < 90:
        rounded = round(minutes) if minutes < 10 else 5 * round(minutes / 5)
        return f"ongeveer {counted(rounded, 'minuut', 'minuten')}"
    return f"ongeveer {counted(round(minutes / 60), 'uur', 'uur')}"


def _review(now: Standing) -> NextStep:
    """Look at what the machine suggests."""
    suggestions = counted(now.open_codes, "voorstel", "voorstellen")
    where = counted(now.open_interviews, "gesprek", "gesprekken")
    how_long = minutes_in_words(now.open_codes * (now.pace or _GUESS_PER_SUGGESTION))
    known = "zo snel ging het tot nu toe" if now.pace else "een schatting"
    return NextStep(
        "Kijk de voorstellen na",
        "De computer zocht thema's in de gesprekken. U zegt per voorstel of het klopt.",
        "Verder nakijken" if now.confirmed else "Begin met nakijken",
        "/nakijken",
        f"{suggestions} in {where}, {how_long} ({known})",
    )


def _taking_in(now: Standing) -> list[NextStep]:
    """Upload, check and have coded."""
    steps = []
    if now.read:
        how_long = minutes_in_words(now.read * _GUESS_PER_TRANSCRIPT)
        steps.append(
            NextStep(
                "Controleer hoe de gesprekken zijn gelezen",
                "Kijk of de sprekers kloppen en of er geen namen meer staan. Keur het gesprek dan goed.",
                "Gesprekken controleren",
                "/bestanden",
                f"{counted(now.read, 'gesprek', 'gesprekken')}, {how_long} (een schatting)",
            )
        )
    if now.accepted and not now.busy:
        text = "De computer zoekt thema's in de goedgekeurde gesprekken. U kunt intussen doorwerken."
        work = f"{counted(now.accepted, 'gesprek', 'gesprekken')}, u hoeft er niet op te wachten"
        steps.append(
            NextStep("Laat de computer thema's zoeken", text, "Thema's zoeken", "/verwerking", work, post=True)
        )
    if now.busy:
        text = "U kunt gewoon doorwerken. Is de computer klaar, dan ziet u dat op elke pagina."
        steps.append(NextStep("De computer is bezig", text, "Bekijk hoe ver het is", "/verwerking"))
    elif now.waiting:
        text = "Er zijn gesprekken geüpload die nog niet zijn gelezen."
        steps.append(NextStep("Laat de gesprekken lezen", text, "Naar de gesprekken", "/bestanden"))
    if not now.usable:
        text = "Voeg de uitgeschreven gesprekken met bewoners toe. Word, pdf en andere tekstbestanden kunnen allemaal."
        steps.append(NextStep("Upload de gesprekken", text, "Transcripten uploaden", "/bestanden"))
    return steps


def _publishing(now: Standing) -> list[NextStep]:
    """Choose quotes, and make publications."""
    told = f"{now.confirmed} keer is een thema"
    if not now.chosen and now.few:
        text = (
            f"{told} bevestigd. U sprak met weinig bewoners: een citaat staat pas in een verslag als u het bevestigt."
        )
        return [NextStep("Zeg welke citaten naar buiten mogen", text, "Citaten bevestigen", "/exporteren/citaten")]
    if not now.chosen:
        text = f"{told} bevestigd. Kies de citaten die het verhaal van bewoners het best vertellen."
        return [NextStep("Kies citaten voor publicatie", text, "Bekijk de uitkomsten", "/synthese")]
    work = f"{counted(now.chosen, 'citaat', 'citaten')} gekozen"
    text = f"{told} bevestigd. U kunt een verslag of kopij voor Impuls downloaden."
    return [NextStep("Maak een verslag", text, "Kies een bestand", "/exporteren", work)]


def _waiting(now: Standing, can: Abilities) -> NextStep:
    """Nothing is asked of this person: say who is at work, and what there is to see."""
    if not now.searched:
        text = "Er zijn nog geen thema's. Een evaluator of onderzoeker uploadt eerst de gesprekken en controleert ze."
        return NextStep("U hoeft nu niets te doen", text, "Bekijk de uitkomsten", "/synthese")
    if can.take_in and not can.review:
        text = "Alle gesprekken zijn verwerkt. Een onderzoeker kijkt de voorstellen van de computer na."
        return NextStep("U bent klaar", text, "Lees de gesprekken", "/gesprekken")
    if not now.confirmed:
        text = "Nog niets is bevestigd. Een onderzoeker kijkt de voorstellen van de computer eerst na."
        return NextStep("U hoeft nu niets te doen", text, "Bekijk de uitkomsten", "/synthese")
    return NextStep("Alles is nagekeken", "Er staat niets meer open.", "Bekijk de uitkomsten", "/synthese")
