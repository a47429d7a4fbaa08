"""The interpreter without imports."""


def start_up(port: int) -> None:
    """Do nothing."""
