"""The `acs` command line: run the alliance on this machine, look at it, sign tokens for its personas."""
