"""The command line's commands, one file a subject; service/cli.py names them."""
