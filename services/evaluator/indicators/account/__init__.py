"""Indicators of government social-media accounts."""
