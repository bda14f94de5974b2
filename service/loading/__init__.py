"""Loading our own CSV files into the workspace; importers of other formats come beside it."""
