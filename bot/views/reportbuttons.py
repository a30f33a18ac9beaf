"""The buttons of a report's messages: their ids stand here, because several messages carry them."""

from __future__ import annotations

DOWNLOAD = "report_file"
"""`report_file.csv`: that file of the report whose number is the value; `handlers/listeners/handing.py` listens."""
FRESH = "report_fresh"
"""A fresh link to the same file; the value is the report's number and the format, `17 csv`."""
OPEN = "report_open"
"""A button that opens an address: Slack tells us of the press, and nothing is to be done."""
SHORTAGE = "report_shortage"
"""The shortage list of the same class and days, for whoever presses; the value is the report's number."""
POST = "report_post"
"""Put the report into its channel after all, when nobody knows whether it arrived; the value is the report's number and
that of the work that lost it, `17 203`."""
REVOKE = "report_revoke"
"""Let a shared link die; the value is the link's number."""
