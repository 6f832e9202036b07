"""Code interviews that were taken in, and keep what the machine made of them.

What is kept stands under a key of all that it depends on: the interview as people left it, the codebook, the models
and what was learned from people's decisions. A key that is known asks for no work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.codebook import Codebook
from narratief.domain.coding import Coding
from narratief.domain.errors import Problem
from narratief.domain.interview import Interview
from narratief.files.content_hash import key_of
from narratief.nlp.classifier_head import load_head
from narratief.nlp.pipeline import pipeline_name
from narratief.pipeline.apart import apart
from narratief.pipeline.file_by_file import each_file
from narratief.pipeline.models_version import models_version
from narratief.pipeline.open_project import OpenProject
from narratief.pipeline.tagging import analyse, tagger_for, with_added
from narratief.pipeline.versions import CODING


@dataclass(frozen=True, slots=True)
class Coded:
    """What coding a project's interviews gave.

    Attributes
    ----------
    files
        Interviews that have codes that hold.
    new
        How many of them were coded now; the codes of the others were kept from an earlier time.
    problems
        What is wrong with those that could not be coded.
    """

    files: list[str]
    new: int
    problems: list[Problem]


def code_interviews(opened: OpenProject, files: Sequence[str]) -> Coded:
    """Divide interviews into fragments and code them; one that cannot be coded is a problem, the others go on."""
    codebook = opened.codebook_to_code_with()
    done, problems = each_file(
        f"{opened.project.title}: thema's zoeken",
        files,
        lambda file: file,
        lambda file: (file, code_interview(opened, file, codebook)),
    )
    return Coded([file for file, _ in done], sum(new for _, new in done), problems)


def code_interview(opened: OpenProject, file: str, codebook: Codebook) -> bool:
    """Code a kept interview unless its codes are kept already.

    Returns
    -------
    bool
        True when it was coded now, False when the kept codes still hold.
    """
    kept = opened.kept
    learned = kept.learned_weights(models_version())
    known, key = _keys(opened, file, codebook, learned)
    if kept.use_coding(file, key):
        return False
    interview = kept.interview(file)
    if interview is None:
        return False
    earlier = kept.last_coding(file, known)
    if earlier is not None and earlier.mid_layer_embeddings is not None:
        coding = apart(file, code_added, earlier, codebook, learned)
    else:
        coding = apart(file, code_text, opened.project.name, interview, codebook, learned)
    kept.save_coding(file, key, *coding)
    return True


def code_text(project: str, interview: Interview, codebook: Codebook, learned: bytes) -> Coding:
    """Divide an interview into fragments and code them; see `analyse` and `tagger_for`."""
    return analyse(project, interview, tagger_for(codebook, learned))


def code_added(earlier: Coding, codebook: Codebook, learned: bytes) -> Coding:
    """Code a codebook's added themes anew; see `with_added`."""
    return with_added(earlier, tagger_for(codebook, learned))


def uncoded(opened: OpenProject, files: Sequence[str]) -> list[str]:
    """Those of these interviews that are yet to be coded."""
    codebook = opened.codebook_to_code_with()
    learned = opened.kept.learned_weights(models_version())
    return [file for file in files if not opened.kept.use_coding(file, _keys(opened, file, codebook, learned)[1])]


def _keys(opened: OpenProject, file: str, codebook: Codebook, learned: bytes) -> tuple[str, str]:
    """Key of all that the head's codes of an interview depend on, and that of all its codes, which begins with it.

    Of a theme that the head knows only whether it is in the codebook counts, since the head does not read definitions;
    of an added theme every word does.
    """
    head = load_head().themes
    known_themes = sorted(theme for theme in codebook.theme_ids if theme in head)
    added = [theme.model_dump_json() for theme in codebook.themes if theme.id not in head]
    parts = (opened.kept.interview_key(file) or "", *known_themes, models_version(), pipeline_name(), CODING)
    known = key_of(*parts, learned) if learned else key_of(*parts)
    return known, f"{known}+{key_of(*added)}" if added else known
