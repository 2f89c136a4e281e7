"""Columns that are not updated (栏目不更新)."""
