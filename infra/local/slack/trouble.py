"""The HTTP side of a Slack that fails or hangs, as `workspace.webapi` was told."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace

DOWN = "<!DOCTYPE html><title>Slack</title><p>Slack is having trouble.</p>"


def bearer(request: Request) -> str:
    """The token in the Authorization header; empty without one."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def in_trouble(
    workspace: "Workspace",
    name: str,
    arguments: Mapping[str, Any],
    do: Callable[[], Awaitable[object]] | None = None,
) -> Response | None:
    """Writes the call down; the answer where something is wrong, after `do` where it is done all the same."""
    trouble = workspace.webapi.take(name, arguments)
    if trouble is None:
        return None
    if trouble.done and do is not None:
        await do()
    if trouble.seconds:
        await run_in_threadpool(trouble.over.wait, trouble.seconds)
    if trouble.error:
        return JSONResponse({"ok": False, "error": trouble.error}, trouble.status, trouble.headers)
    return HTMLResponse(DOWN, trouble.status)
