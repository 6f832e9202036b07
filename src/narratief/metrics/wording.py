"""What a margin around a score means, in plain Dutch: said the same on every page and in the terminal."""

from __future__ import annotations

# A 95 % confidence interval is about how it does over repeats of a study, not about the chance that this one holds;
# percentile bootstraps over few groups hold the score less often than that, so that is said too.
MARGIN = (
    "Een marge laat zien hoeveel toeval uitmaakt: met andere gesprekken was de waarde hoger of lager geweest. "
    "Zou u het onderzoek 100 keer overdoen, dan ligt de echte waarde ongeveer 95 keer binnen de marge van die keer. "
    "Bij weinig gesprekken is de marge breed, en toch vaak nog te krap."
)
ONE_INTERVIEW = "Alles komt hier uit één gesprek. Daardoor is de marge zeker te krap."
