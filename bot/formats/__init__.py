"""Files: what people upload to tables, and what they are given to bytes."""
