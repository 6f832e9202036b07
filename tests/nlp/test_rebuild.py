"""Each model that ships can be rebuilt by the commands of its meta.json."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODELS = sorted(path.parent.name for path in (ROOT / "models").glob("*/meta.json") if path.parent.name != "encoder")
spec = importlib.util.spec_from_file_location("rebuild", ROOT / "models" / "rebuild.py")
rebuild = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rebuild)


@pytest.mark.parametrize("model", MODELS)
def test_every_command_names_a_recipe_and_options_that_it_has(model):
    for words in rebuild.commands(model, Path("data")):
        script = next(ROOT / word for word in words if word.endswith(".py"))
        source = script.read_text("utf-8")

        assert words[:2] == ["uv", "run"]
        for option in (word for word in words[words.index(str(script.relative_to(ROOT))) :] if word.startswith("--")):
            assert f'"{option}"' in source, f"{script.name} has no {option}"


def test_data_is_asked_for_where_it_is_needed():
    with pytest.raises(ValueError, match="dutch_pipeline needs --data"):
        rebuild.commands("dutch_pipeline", None)


def test_one_command_may_stand_alone(tmp_path):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "meta.json").write_text(json.dumps({"rebuild": "uv run x.py --to 'a b'"}), "utf-8")

    assert rebuild.commands("m", None, tmp_path) == [["uv", "run", "x.py", "--to", "a b"]]
