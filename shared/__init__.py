"""What more than one service needs: contracts, the bus, the registry, time, settings, logs, metrics."""
