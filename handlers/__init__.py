"""Every way in: Slack's requests, Lambda's events, Socket Mode."""
