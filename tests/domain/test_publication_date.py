"""The date of a publication can be fixed, and is else that of today."""

import datetime as dt

import pytest

from narratief.domain.errors import InputError
from narratief.domain.publication_date import publication_date


def test_source_date_epoch_fixes_it(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert publication_date() == dt.date(2023, 11, 14)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "gisteren")
    with pytest.raises(InputError, match="geen aantal seconden"):
        publication_date()


def test_without_it_today_counts(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert abs(publication_date() - dt.datetime.now().astimezone().date()) <= dt.timedelta(days=1)
