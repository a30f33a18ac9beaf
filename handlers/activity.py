"""One structured line per request: who did what to which class, how long it took and how it ended.

CloudWatch is the activity log. Never a name, a mark or anything somebody typed.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
import uuid
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

log = logging.getLogger("attendance")


@dataclass
class Activity:
    """What is written when the request is done. Listeners fill in `what` and `about` as they learn them."""

    kind: str
    who: str
    what: str = ""
    about: str = ""
    outcome: str = "ok"
    reference: str = ""
    _started: float = field(default_factory=time.perf_counter)

    def refused(self, error: Exception) -> None:
        """The person was told why not. The class name says which refusal; its words may hold what they typed."""
        self.outcome = type(error).__name__

    def failed(self, error: Exception) -> str:
        """Something unexpected: logged with a reference, which is returned. Only places in the code, no values."""
        self.outcome, self.reference = "error", uuid.uuid4().hex[:8]
        places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in _frames(error)]
        code = getattr(getattr(error, "orig", None), "args", [""])[0]
        log.error(_line(error=type(error).__name__, code=str(code)[:8], reference=self.reference, at=places))
        return self.reference

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        took = round((time.perf_counter() - self._started) * 1000, 1)
        fields = {"kind": self.kind, "who": self.who, "what": self.what, "class": self.about}
        fields |= {"outcome": self.outcome if error is None else "error", "reference": self.reference}
        log.info(_line(**{name: value for name, value in fields.items() if value}, ms=took))


def _frames(error: Exception) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)[-12:]


def _line(**fields: object) -> str:
    return json.dumps(fields, separators=(",", ":"))


def start_logging() -> None:
    """Send the activity log to standard output, and silence libraries that write bodies into theirs."""
    log.setLevel(logging.INFO)
    log.propagate = False
    if not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
    for name in ("slack_bolt", "slack_sdk", "mangum", "sqlalchemy", "pymysql"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
