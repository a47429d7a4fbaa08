"""The error for a credentials profile that does not exist, where boto has it."""


class ProfileNotFoundError(ValueError):
    """The profile named is in no credentials file."""
