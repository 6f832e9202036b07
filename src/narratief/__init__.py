"""narratief: from residents' stories to what a municipality can learn from them, entirely on one machine.

For Python there are five functions, each taking what the one before gives: `read`, `pseudonymise`, `tag`, `analyse`
and `synthesise` (`narratief.face`, docs/python.md). They are loaded when they are first asked for, so that importing
narratief costs next to nothing; ``__init__.pyi`` tells their types.
"""

import os

# onnxruntime (1.29 and later) reports its use to its maker unless this is set before it is loaded
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_FACE = {
    "read": "reading",
    "Transcripts": "reading",
    "pseudonymise": "pseudonyms",
    "Pseudonymised": "pseudonyms",
    "tag": "coded",
    "Coded": "coded",
    "analyse": "frames",
    "Analysis": "frames",
    "synthesise": "frames",
    "Synthesis": "frames",
}
"""What is offered, and the module of `narratief.face` that it stands in."""


def __getattr__(name):  # noqa: ANN001, ANN202 - PEP 562; typed by __init__.pyi
    if name == "__version__":
        found = _version()
    elif name in _FACE:
        from importlib import import_module

        # by its name: layers below the face, which ask for __version__, do not import it
        found = getattr(import_module(f"narratief.face.{_FACE[name]}"), name)
    else:
        raise AttributeError(f"module 'narratief' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__():  # noqa: ANN202 - see __getattr__
    return sorted({*globals(), *_FACE, "__version__"})


def _version():  # noqa: ANN202 - see __getattr__
    """Version that is installed; 0.0.0 in a source tree that never was."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("narratief")
    except PackageNotFoundError:
        return "0.0.0"
