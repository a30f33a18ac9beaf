"""The HTTP side of the stand-in: Web API and response_urls; beside them the files and the JSON of the page."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from infra.local.slack.blockkit import InvalidBlocks
from infra.local.slack.calls import RESPONSE_URL
from infra.local.slack.elements import Json
from infra.local.slack.filesweb import FileDoor
from infra.local.slack.hooks import answer_hook
from infra.local.slack.methods import METHODS
from infra.local.slack.methods.calling import MissingScope, need_scope
from infra.local.slack.pageapi import Deactivated, nobody_there, page_routes
from infra.local.slack.tickets import Refused
from infra.local.slack.trouble import bearer, in_trouble
from infra.local.slack.workspace import Workspace

PAGE = Path(__file__).parent / "page"


def call(workspace: Workspace, name: str, token: str, args: Json) -> Json:
    """One Web API call: `{"ok": true, ...}` or `{"ok": false, "error": ...}`, never an exception."""
    method = METHODS.get(name)
    if method is None:
        return {"ok": False, "error": "unknown_method", "req_method": name}
    if not token:
        return {"ok": False, "error": "not_authed"}
    if token != workspace.bot_token:
        return {"ok": False, "error": "invalid_auth"}
    try:
        need_scope(workspace, method.scope)
        return {"ok": True, **method.call(workspace, args)}
    except MissingScope as missing:
        provided = ",".join(sorted(workspace.scopes or ()))
        return {"ok": False, "error": missing.error, "needed": missing.needed, "provided": provided}
    except InvalidBlocks as refused:
        return _failure(refused.error, tuple(f"[ERROR] {problem}" for problem in refused.problems))
    except Refused as refused:
        return _failure(refused.error, refused.messages)


def _failure(error: str, messages: tuple[str, ...]) -> Json:
    failure: Json = {"ok": False, "error": error}
    return failure | ({"response_metadata": {"messages": list(messages)}} if messages else {})


async def _arguments(request: Request) -> Json:
    """Query and body together; the body may be a form or JSON."""
    args: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        body: Any = json.loads(await request.body() or b"{}")
        return args | (body if isinstance(body, dict) else {})
    return args | dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


class WebApi:
    """Endpoints for the bot."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def method(self, request: Request) -> Response:
        try:
            args = await _arguments(request)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        name, token = request.path_params["name"], bearer(request) or str(args.get("token") or "")

        async def asked() -> Json:
            return await run_in_threadpool(call, self.workspace, name, token, args)

        return await in_trouble(self.workspace, name, args, asked) or JSONResponse(await asked())

    async def hook(self, request: Request) -> Response:
        try:
            payload = await _arguments(request)
            payload = json.loads(payload["payload"]) if "payload" in payload else payload
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)

        async def asked() -> tuple[int, Json]:
            return await run_in_threadpool(answer_hook, self.workspace, request.url.path, payload)

        trouble = await in_trouble(self.workspace, RESPONSE_URL, payload, asked)
        if trouble is not None:
            return trouble
        status, answer = await asked()
        return JSONResponse(answer, status)


def asgi_app(workspace: Workspace) -> Starlette:
    """Everything under one roof. Serve it on the loopback interface only: the page asks nobody who they are."""
    api = WebApi(workspace)
    routes = [
        Route("/api/{name}", api.method, methods=["GET", "POST"]),
        Route("/hooks/{path:path}", api.hook, methods=["POST"]),
        *FileDoor(workspace).routes(),
        *page_routes(workspace, PAGE),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    return Starlette(routes=routes, exception_handlers={Deactivated: nobody_there})
