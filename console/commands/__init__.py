"""The commands of `xunjian`, one file for each noun."""
