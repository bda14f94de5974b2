"""All SQL of the service: the workspace (one writer) and the snapshot (many readers)."""
