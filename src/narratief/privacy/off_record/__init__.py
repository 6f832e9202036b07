"""Words that a speaker asks not to write down ("dit blijft tussen ons", "zet de band even uit"), found by rules.

`requests` has the ways to ask, `sentences` the units, `reach` how far a request goes. In doubt they mark: words that
nobody meant to keep back are released by a person in a moment, and published words cannot be taken back.
"""

from narratief.privacy.off_record.reach import find_off_record

__all__ = ["find_off_record"]
