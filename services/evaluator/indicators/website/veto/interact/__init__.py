"""Poor response to citizens (互动回应差)."""
