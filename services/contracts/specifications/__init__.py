"""Service specifications: versioned, co-produced, deliverable, with the outcomes they are for (R8)."""
