"""Lists on a page: their lines, how they go on, since when they are complete, and whether they are empty."""
