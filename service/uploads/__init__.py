"""Imports by upload: files kept aside, tried out and imported by a child process."""
