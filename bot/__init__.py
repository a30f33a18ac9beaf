"""Everything the attendance bot knows and does, free of HTTP, Lambda and Slack's wire formats."""
