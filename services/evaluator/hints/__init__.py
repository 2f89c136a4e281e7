"""Hints in texts: what looks wrong and only a person can say. Pure functions over what one look shows."""
