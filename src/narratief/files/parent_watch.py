"""Processes that end with the one that started them, also when that one was killed and could end nothing itself.

A process whose parent is gone is given to another one, which it can see. Windows gives it none, but tells who holds a
handle of the parent that it ended.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

_EVERY = 1.0
"""Seconds between two looks. Chosen, not measured: a look costs one system call."""

_GRACE = 10.0
"""Seconds between being asked to end (SIGTERM) and being ended. Chosen, not measured: a transaction ends in less."""


def watch_parent(parent: int) -> None:
    """End this process soon after its parent ended: first as one that is asked to, then at once.

    Parameters
    ----------
    parent
        Process id of the parent, as the parent gave it: it may be gone before this is called.
    """
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def watched_command(module: str, *arguments: str) -> list[str]:
    """Build the command that runs a Python module as a process that ends with the present one.

    The module is looked for where Python is installed and in PYTHONPATH, never in the present folder: in it may lie a
    transcript's neighbour that is called like a module.
    """
    return [sys.executable, "-P", "-m", __name__, str(os.getpid()), module, *arguments]


def _watch(parent: int) -> None:
    """Wait until the parent is gone, and end."""
    _wait_for_end(parent)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _SYNCHRONIZE, _FOREVER = 0x00100000, 0xFFFFFFFF

    def _wait_for_end(parent: int) -> None:
        """Wait until a process is gone, by a handle of it (OpenProcess, WaitForSingleObject of the Windows API)."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, parent)
        if handle:  # none of a process that is gone already
            kernel.WaitForSingleObject(handle, _FOREVER)

else:

    def _wait_for_end(parent: int) -> None:
        """Wait until the parent is another one."""
        while os.getppid() == parent:
            time.sleep(_EVERY)


def _main() -> None:
    """Run the module that the command names, with its arguments."""
    parent, module = int(sys.argv[1]), sys.argv[2]
    watch_parent(parent)
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
