"""What a sheet with attributes would change in a project, and carrying that out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy.orm import Session

from narratief.domain.attributes import MOST, alike, in_order
from narratief.domain.dutch import counted
from narratief.domain.errors import InputError, Problem, Refusal
from narratief.publish.attribute_sheet.read import AttributeSheet, SheetRow
from narratief.store.attributes import AttributeChange, attributes_of, change_attributes, checked_value
from narratief.store.coding.interviews import files_of


@dataclass(frozen=True, slots=True)
class PlannedInterview:
    """What changes about one resident: name → value of before (empty when none) and value from the sheet."""

    number: int
    file: str
    changes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AttributePlan:
    """What would change.

    Attributes
    ----------
    names
        Attributes that change for somebody, in the order of pages.
    interviews
        Those that change, by file name.
    same
        Values of the sheet that are there already.
    untouched
        Interviews of the project that the sheet does not name.
    problems
        What of the sheet is passed over, and what to do about it.
    """

    file: str
    names: tuple[str, ...]
    interviews: tuple[PlannedInterview, ...]
    same: int
    untouched: int
    problems: tuple[Problem, ...]

    @property
    def new(self) -> int:
        """Values that are not there yet."""
        return sum(not before for each in self.interviews for before, _ in each.changes.values())

    @property
    def replaced(self) -> int:
        """Values that come in the place of another."""
        return sum(bool(before) for each in self.interviews for before, _ in each.changes.values())

    @property
    def lines(self) -> tuple[str, ...]:
        """What would change, as Dutch sentences."""
        if not self.interviews:
            return ("Er verandert niets.",)
        told = [f"Bij {counted(len(self.interviews), 'gesprek', 'gesprekken')} verandert iets."]
        told += [f"{counted(self.new, 'waarde komt', 'waarden komen')} erbij."] if self.new else []
        if self.replaced:
            told.append(f"{counted(self.replaced, 'waarde wordt', 'waarden worden')} anders.")
        told += [f"{counted(self.same, 'waarde staat', 'waarden staan')} er al."] if self.same else []
        if self.untouched == 1:
            told.append("1 gesprek staat niet in de tabel en blijft zoals het is.")
        elif self.untouched:
            told.append(f"{self.untouched} gesprekken staan niet in de tabel en blijven zoals ze zijn.")
        return tuple(told)


def plan_sheet(
    session: Session, project_id: int, sheet: AttributeSheet, own_names: Mapping[str, str] | None = None
) -> AttributePlan:
    """Work out what a sheet would change; an empty cell takes nothing away.

    Parameters
    ----------
    own_names
        Names that files had, by the neutral name that was given for each; people go on calling them so.

    Raises
    ------
    InputError
        When the project would have too many attributes.
    """
    files = {file: number for number, file in files_of(session, project_id).items()}
    known, names = attributes_of(session, project_id), _Names(files, own_names or {})
    spelled = {alike(name): name for name in known.names}
    if len(spelled.keys() | set(map(alike, sheet.names))) > MOST:
        message = f"Met deze tabel heeft het project meer dan {MOST} kenmerken."
        raise InputError(sheet.file, message, "Haal kolommen uit de tabel, of haal eerst een ander kenmerk weg.")
    problems, planned, same = list(sheet.problems), [], 0
    first: dict[str, str] = {}
    for row in sheet.rows:
        try:
            file = names.find(row.interview)
            if file in first:
                raise Refusal(f"'{row.interview}' staat ook in {first[file]}.", "Laat er één staan.")
        except Refusal as refusal:
            problems.append(_problem(sheet, row, refusal))
            continue
        first[file] = row.place
        changes: dict[str, tuple[str, str]] = {}
        for name, typed in row.values.items():
            before = known.of(files[file]).get(spelled.get(alike(name), name), "")
            try:
                value = checked_value(typed)
            except Refusal as refusal:
                problems.append(_problem(sheet, row, refusal, f", kolom '{name}'"))
                continue
            if alike(before) == alike(value):
                same += 1
            else:
                changes[spelled.get(alike(name), name)] = (before, value)
        if changes:
            planned.append(PlannedInterview(files[file], file, changes))
    changed = in_order({name for each in planned for name in each.changes})
    by_file = tuple(sorted(planned, key=lambda each: each.file))
    return AttributePlan(sheet.file, changed, by_file, same, len(files) - len(first), tuple(problems))


def apply_sheet(session: Session, who: str, project_id: int, plan: AttributePlan) -> int:
    """Carry a plan out; gives how many values changed.

    Raises
    ------
    Refusal
        As `change_attributes`.
    """
    made, _ = change_attributes(
        session,
        who,
        project_id,
        (
            AttributeChange(each.number, name, value, before)
            for each in plan.interviews
            for name, (before, value) in each.changes.items()
        ),
    )
    return made


class _Names:
    """Finds interviews by what people call their files."""

    def __init__(self, files: Mapping[str, int], own_names: Mapping[str, str]) -> None:
        self._called: defaultdict[str, set[str]] = defaultdict(set)
        for file in files:
            self._add(file, file)
        for file, was in own_names.items():
            if file in files:
                self._add(was, file)

    def _add(self, called: str, file: str) -> None:
        """Let a file be called by a name, with and without its suffix."""
        for each in {alike(called), alike(PurePath(called).stem)}:
            self._called[each].add(file)

    def find(self, called: str) -> str:
        """File name of an interview.

        Raises
        ------
        Refusal
            When there is none, or more than one.
        """
        if not called:
            raise Refusal("In de eerste kolom staat geen gesprek.", "Vul de bestandsnaam van het gesprek in.")
        found = self._called.get(alike(called), set())
        if not found:
            raise Refusal(
                f"Er is geen gesprek '{called}' in dit project.",
                "Schrijf de bestandsnaam zoals die bij Gesprekken staat, of voeg het gesprek eerst toe.",
            )
        if len(found) > 1:
            raise Refusal(f"Meer dan één gesprek heet '{called}'.", "Schrijf de bestandsnaam met het stuk na de punt.")
        return next(iter(found))


def _problem(sheet: AttributeSheet, row: SheetRow, refusal: Refusal, column: str = "") -> Problem:
    """Say what is wrong with a row; the others go on."""
    return Problem(sheet.file, f"{row.place}{column}: {refusal.message}", refusal.remedy, fatal=False)
