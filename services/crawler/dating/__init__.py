"""When something was published, and what it is called: every date with its witness."""
