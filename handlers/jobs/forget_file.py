"""Take a file out of Slack that has served its purpose."""

from __future__ import annotations

from handlers.jobs import Work


def run(work: Work) -> None:
    """It may be gone already."""
    work.slack.forget_file(str(work.job.payload["file"]))
