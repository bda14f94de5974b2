"""Matching: from a line of a list or an item on a page to a product or a product group."""
