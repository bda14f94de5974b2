"""The rules and the arithmetic of the purchasing score.

Pure functions over numpy arrays: no files, no network, no database. One product
is a table of one row, so the same function scores it alone and in the catalogue.
"""
