"""The `varanto` command: one file a group of subcommands."""
