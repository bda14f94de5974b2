"""The command line's commands, one file a subject; each has a `register(main)`."""
