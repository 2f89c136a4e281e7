"""Whom to watch, and whom to tell: the rows of the registry, their workbooks, and their versions in MongoDB."""
