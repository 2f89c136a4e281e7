"""Whom to watch: units, websites, columns, accounts, boards, guides; their workbooks, and their versions in MongoDB."""
