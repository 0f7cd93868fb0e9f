"""The document register: outline cases, needs assessments, position statements, version by version (R36, R105)."""
