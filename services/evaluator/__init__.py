"""The evaluator says what it means."""
