"""From bytes to one parsed page that every reader shares."""
