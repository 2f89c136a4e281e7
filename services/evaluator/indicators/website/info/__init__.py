"""What neither fails nor costs anything: hints."""
