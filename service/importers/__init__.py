"""Sources of data: one file each, behind the Protocol of base.py, written by run.py."""
