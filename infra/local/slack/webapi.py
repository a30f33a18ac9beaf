"""The HTTP side of the stand-in: Web API, response_urls, files, and the JSON behind the browser page."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from infra.local.slack.blockkit import InvalidBlocks
from infra.local.slack.elements import Json
from infra.local.slack.hooks import answer_hook
from infra.local.slack.methods import METHODS
from infra.local.slack.methods.calling import MissingScope, need_scope
from infra.local.slack.pageapi import page_routes
from infra.local.slack.tickets import Refused
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


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


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

    async def method(self, request: Request) -> JSONResponse:
        try:
            args = await _arguments(request)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        token = _bearer(request) or str(args.get("token") or "")
        return JSONResponse(await run_in_threadpool(call, self.workspace, request.path_params["name"], token, args))

    async def hook(self, request: Request) -> JSONResponse:
        try:
            payload = await _arguments(request)
            payload = json.loads(payload["payload"]) if "payload" in payload else payload
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        status, answer = await run_in_threadpool(answer_hook, self.workspace, request.url.path, payload)
        return JSONResponse(answer, status)

    async def download(self, request: Request) -> Response:
        """A file's content, for the bot token only; Slack sends anybody else to its sign-in page."""
        file = self.workspace.files.find(request.path_params["file_id"])
        if _bearer(request) != self.workspace.bot_token:
            return PlainTextResponse("sign in", 302, {"location": "https://slack.com/signin"})
        if file is None:
            return PlainTextResponse("no such file", 404)
        return Response(file.content, media_type=file.to_json("")["mimetype"])

    async def upload(self, request: Request) -> PlainTextResponse:
        """Where the bot posts the bytes of a file it announced."""
        file = self.workspace.files.find(request.path_params["file_id"])
        if file is None:
            return PlainTextResponse("no such upload", 404)
        body = await request.body()
        self.workspace.files.put(replace(file, content=body))
        return PlainTextResponse(f"OK - {len(body)}")


def asgi_app(workspace: Workspace) -> Starlette:
    """Everything under one roof. Serve it on the loopback interface only: the page asks nobody who they are."""
    api = WebApi(workspace)
    routes = [
        Route("/api/{name}", api.method, methods=["GET", "POST"]),
        Route("/hooks/{path:path}", api.hook, methods=["POST"]),
        Route("/files/{file_id}/{name}", api.download),
        Route("/upload/{file_id}", api.upload, methods=["POST"]),
        *page_routes(workspace, PAGE),
        Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    return Starlette(routes=routes)
