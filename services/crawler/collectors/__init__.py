"""One question about a page each; none knows another."""
