"""The codebook: goals of the participation regulation, and the themes under them."""

from narratief.codebook.load import default_codebook, load_codebook, project_codebook
from narratief.codebook.model import Codebook, Goal, Theme, Valence

__all__ = ["Codebook", "Goal", "Theme", "Valence", "default_codebook", "load_codebook", "project_codebook"]
