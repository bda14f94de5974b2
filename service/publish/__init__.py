"""From the workspace to a snapshot: score everything, choose alternatives, write fragments."""
