"""Copy for the magazine *Impuls*: a spread per project, and an edition over projects."""

from narratief.publish.impuls.edition import Edition, make_edition
from narratief.publish.impuls.requirements import SpreadRequirements, load_requirements
from narratief.publish.impuls.spread import Spread, make_spread

__all__ = ["Edition", "Spread", "SpreadRequirements", "load_requirements", "make_edition", "make_spread"]
