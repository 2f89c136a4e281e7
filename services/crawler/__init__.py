"""The crawler says what it saw."""
