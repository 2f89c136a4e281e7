"""Single faults that make an account unqualified (单项否决)."""
