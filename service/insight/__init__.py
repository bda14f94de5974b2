"""What a draft ruleset would do to the published catalogue, and why a product scores as it does."""
