"""The language of the alliance: everything that can have happened, one file per capability."""
