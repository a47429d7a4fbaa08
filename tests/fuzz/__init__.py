"""What a script may hand over, and a server may answer, that nobody meant.

`values` holds what is handed over and `surface` finds everything that takes it.
"""
