"""What the notifier's ports are in the running system: MongoDB and the registry in it."""
