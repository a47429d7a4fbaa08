"""The interpreter alone: what is there before anything is imported."""


def start_up(port: int) -> None:
    """Do nothing."""
