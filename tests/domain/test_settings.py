"""Every variable is read when it is asked for, and the documentation has all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narratief.domain import locations, machine_share
from narratief.domain.errors import InputError
from narratief.domain.settings import Settings, get_settings, variable_of
from narratief.store.database import database_url

DOCS = Path(__file__).parents[2] / "docs"
_OF_DEPLOYMENTS = {"NARRATIEF_SOURCE", "NARRATIEF_PROJECTS", "NARRATIEF_RESULTS"}
"""Read by prefect.yaml, where Prefect fills them in."""
_ROW = re.compile(r"^\| `(NARRATIEF_\w+)` \|[^|]*\| ?(.*?) ?\|$", re.MULTILINE)
ROWS = dict(_ROW.findall((DOCS / "beheerder.md").read_text("utf-8")))


def test_the_documentation_names_every_variable_and_no_other() -> None:
    assert set(ROWS) == {variable_of(field) for field in Settings.model_fields}


@pytest.mark.parametrize(
    "field", ["home", "vault", "vault_key_file", "engine", "batch", "file_seconds", "file_memory", "files_apart"]
)
def test_the_documentation_tells_the_default(field: str) -> None:
    assert ROWS[variable_of(field)].strip("`") == str(Settings.model_fields[field].default)


def test_the_documentation_for_many_computers_names_no_variable_that_is_not_read() -> None:
    named = set(re.findall(r"NARRATIEF_[A-Z_]+", (DOCS / "scale.md").read_text("utf-8")))
    assert named - {variable_of(field) for field in Settings.model_fields} == _OF_DEPLOYMENTS


def test_a_value_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("een", "twee"):
        monkeypatch.setenv("NARRATIEF_HOME", str(tmp_path / name))
        assert locations.home_dir() == tmp_path / name
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv("NARRATIEF_VAULT_KEY_FILE", "~/sleutel")
    assert locations.vault_key_file() == Path.home() / "sleutel"


@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    for field in Settings.model_fields:
        monkeypatch.setenv(variable_of(field), given)
    assert get_settings(*Settings.model_fields) == Settings.model_construct()
    assert machine_share.threads() == machine_share.usable_cores()
    assert machine_share.batch_size() == 5


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("batch", "0", "'0' is geen aantal. Vul een heel getal van 1 of meer in."),
        ("threads", "2.5", "'2.5' is geen aantal. Vul een heel getal van 1 of meer in."),
        ("file_seconds", "-5", "'-5' is geen aantal. Vul een heel getal van 1 of meer in."),
        ("files_apart", "soms", "'soms' is geen keuze. Kies: ja of nee."),
        ("second_factor", "verplcht", "'verplcht' is geen keuze. Kies: verplicht of vrij."),
    ],
)
def test_a_wrong_value_is_told_and_stops_only_what_needs_it(
    monkeypatch: pytest.MonkeyPatch, field: str, given: str, words: str
) -> None:
    monkeypatch.setenv(variable_of(field), given)
    with pytest.raises(InputError) as error:
        get_settings("home", field)
    assert str(error.value) == f"{variable_of(field)}: {words}"
    assert get_settings("home", "vault").home


@pytest.mark.parametrize("given", ["onzin", "postgresql://a:geheim@b:poort/c"])
def test_an_address_that_is_none_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("NARRATIEF_DATABASE_URL", given)
    with pytest.raises(InputError, match="NARRATIEF_DATABASE_URL: Dit is geen adres van een database") as error:
        database_url()
    assert "geheim" not in str(error.value)


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in ("vault_key", "database_url", "oidc_client_secret"):
        monkeypatch.setenv(variable_of(field), "geheim-woord")
    assert "geheim" not in repr(get_settings())
    assert "geheim" not in get_settings().model_dump_json()
