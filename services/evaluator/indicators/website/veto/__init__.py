"""Single faults that make a website unqualified (单项否决)."""
