"""One request and what became of it, within limits: seen, failed, or not seen by us."""
