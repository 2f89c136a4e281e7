"""The crawler's ways to the outside: HTTP, MongoDB, the registry."""
