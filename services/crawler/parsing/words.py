"""Words looked for in whole pages.

Python passes over a text ten times faster when it looks for one character than when it looks for two or for a pattern.
"""

_MOST_TRIES = 100
"""A character more frequent than that is no help."""


def holds(text: str, word: str, rare: str = "") -> bool:
    """Whether a word stands in a text: `word in text`, by its rare character, else its last."""
    rare = rare or word[-1]
    before = word.rindex(rare)
    at = before - 1
    for _ in range(_MOST_TRIES):
        at = text.find(rare, at + 1)
        if at < 0:
            return False
        if text.startswith(word, at - before):
            return True
    return word in text
