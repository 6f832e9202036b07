"""Copy for the magazine: a spread per project, and an edition over projects."""

from narratief.impuls.edition import Edition, make_edition
from narratief.impuls.spread import Spread, make_spread
from narratief.impuls.template import Template, load_template

__all__ = ["Edition", "Spread", "Template", "load_template", "make_edition", "make_spread"]
