"""The command `narratief`."""


def main() -> None:
    """Run the command line."""
