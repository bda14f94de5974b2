"""Curation: what stewards look up, correct and decide about products; the pages: service.admin."""
