"""The operator's command line `xunjian`: a client of the bus and the database."""
