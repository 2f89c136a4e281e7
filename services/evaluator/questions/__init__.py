"""What several indicators ask of a website or an account, each written once."""
