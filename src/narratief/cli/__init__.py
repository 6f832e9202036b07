"""The command `narratief`: Dutch help and messages, one module per command."""

from narratief.cli.app import main

__all__ = ["main"]
