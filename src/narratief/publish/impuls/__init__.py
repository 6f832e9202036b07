"""Copy for the magazine: a spread per project, and an edition over projects."""

from narratief.publish.impuls.edition import Edition, make_edition
from narratief.publish.impuls.spread import Spread, make_spread
from narratief.publish.impuls.template import Template, load_template

__all__ = ["Edition", "Spread", "Template", "load_template", "make_edition", "make_spread"]
