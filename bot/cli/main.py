"""Entry point of `mlops-bot`."""


def main() -> None:
    """Run the command line."""
