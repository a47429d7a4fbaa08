"""`boto` as another name for reboto: what is covered, and how its modules are found."""
