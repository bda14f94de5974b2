"""Measurements: `make bench` runs them and writes build/bench.json."""
