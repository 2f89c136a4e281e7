"""Indicators of websites."""
