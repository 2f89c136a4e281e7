"""The notifier: tells the units that must act what was found, once, until it is mended."""
