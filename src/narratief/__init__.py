"""narratief: from residents' stories to what a municipality can learn from them, entirely on one machine."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("narratief")
except PackageNotFoundError:  # running from a source tree that was never installed
    __version__ = "0.0.0"
