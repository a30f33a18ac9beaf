"""The only SQL. One module per question group; each function takes the transaction and returns domain values."""
