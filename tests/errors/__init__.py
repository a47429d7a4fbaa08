"""Every way in which a call can go wrong, one row each, and what becomes of it."""
