"""Rounds of link checking as plain values: what waits, what was found, what is dead."""
