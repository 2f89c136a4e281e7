"""The evaluator's outside: MongoDB, the registry and the folders of rule packs."""
