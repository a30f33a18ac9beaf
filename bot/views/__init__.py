"""Domain values to Block Kit, and what people pressed back to domain values. Plain dicts: no models, no imports."""
