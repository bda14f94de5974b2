"""The scoring service: workspace, publishing, API and command line."""
