"""What is real: MongoDB and the disk."""
