"""The same uses of Auto Scaling and CloudWatch on boto 2.49.0 and on reboto, compared.

`scenarios` holds functions that use a package as scripts do. `runner` runs one of them under one
of the two packages and describes what it gave; the tests run each under both, against the same
endpoint, and compare the descriptions and what arrived at the endpoint. What may differ is in
`differences`, each with its reason.
"""
