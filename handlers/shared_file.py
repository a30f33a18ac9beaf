"""What a browser gets that follows a shared link: the way to the file, or a page that says why there is none."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from bot import sharing
from bot.services import Services
from bot.sharing import Dead
from handlers.activity import Activity
from handlers.guard import Answer

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
"""Nobody keeps the answer, lists it, or learns from where somebody came."""
PAGES = {
    Dead.UNKNOWN: (
        404,
        "This link does not work",
        "A piece of it may have been lost on the way. Copy the whole link again, or ask whoever gave it to you.",
    ),
    Dead.EXPIRED: (
        410,
        "This link has expired",
        "Links to reports work for some days only. Ask whoever gave it to you for a new one.",
    ),
    Dead.REVOKED: (
        410,
        "This link was withdrawn",
        "An admin has ended it, so it no longer leads to the report. Ask the office if you need the file.",
    ),
    Dead.GONE: (
        410,
        "This file is no longer kept",
        "The files of reports are deleted after some time. An admin can have the report made again.",
    ),
    Dead.AWAY: (503, "Not reachable just now", "Nothing is wrong with your link. Please try again in a minute."),
}
STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f6f4;color:#1d1c1d;"
    "font:1.0625rem/1.5 system-ui,sans-serif}"
    "main{box-sizing:border-box;max-width:32rem;padding:2rem 1.5rem}"
    "h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}p{margin:0}"
    "@media(prefers-color-scheme:dark){body{background:#1a1d21;color:#e8e8e8}}"
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
    "<title>{title}</title><style>{style}</style></head>"
    "<body><main><h1>{title}</h1><p>{told}</p></main></body></html>"
)


def follow(services: Services, token: str, method: str) -> Answer:
    """The answer to `GET /r/TOKEN`, or to a HEAD, which is no download."""
    with Activity("shared link", "") as activity:
        try:
            found = sharing.follow(services, token, is_counted=method == "GET")
        except Exception as error:  # the database is away, mostly
            activity.failed(error)
            found = Dead.AWAY
        if isinstance(found, Dead):
            activity.outcome = activity.outcome if activity.reference else found.name.lower()
            return _page(found)
        return Answer(302, "", headers=PRIVATE | {"Location": found})


def _page(why: Dead) -> Answer:
    status, title, told = PAGES[why]
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
    headers = PRIVATE | {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff"}
    if status == 503:
        headers["Retry-After"] = "60"
    page = PAGE.format(title=escape(title), told=escape(told), style=STYLE)
    return Answer(status, page, "text/html; charset=utf-8", headers)
