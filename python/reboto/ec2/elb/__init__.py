"""The place of `listelement`, which Auto Scaling shares with load balancing."""
