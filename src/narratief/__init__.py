"""narratief: from residents' stories to what a municipality can learn from them, entirely on one machine."""

import os
from importlib.metadata import PackageNotFoundError, version

# onnxruntime (1.29 and later) reports its use to its maker unless this is set before it is loaded
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

try:
    __version__ = version("narratief")
except PackageNotFoundError:  # running from a source tree that was never installed
    __version__ = "0.0.0"
