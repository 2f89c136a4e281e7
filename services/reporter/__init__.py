"""The reporter writes it down."""
