"""The compact facts a dossier is made of: each a value that joins in any order, any number of times."""
