"""The JSON behind the browser page: who is there, what they see, what they do. No sign-in: loopback only."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from infra.local.slack.chosen import NotOffered
from infra.local.slack.delivery import Outcome
from infra.local.slack.elements import Json
from infra.local.slack.interactions import NotOnScreen
from infra.local.slack.people import Channel
from infra.local.slack.workspace import Workspace

KEEPALIVE_SECONDS = 15.0


def outcome_json(outcome: Outcome) -> Json:
    """`{"ok": true}`, `{"ok": true, "errors": {...}}` or `{"ok": false, "error", "said"}`."""
    if outcome.ok:
        return {"ok": True} | ({"errors": dict(outcome.errors)} if outcome.errors else {})
    failure: Json = {"ok": False, "error": outcome.error, "said": outcome.said}
    return failure | ({"problems": list(outcome.problems)} if outcome.problems else {})


def channel_json(workspace: Workspace, user_id: str, channel: Channel) -> Json:
    """A line of this person's sidebar."""
    unread = {"unread": workspace.count_unread(user_id, channel.id)}
    if channel.kind == "im":
        return {"id": channel.id, "name": workspace.people.bot.name, "kind": "im"} | unread
    return {"id": channel.id, "name": channel.name, "kind": "channel", "private": channel.kind == "private"} | unread


class Deactivated(Exception):
    """Nobody sits at this account any more."""


class Page:
    """Endpoints for the browser page."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.folder = workspace, folder

    async def index(self, request: Request) -> Response:
        return FileResponse(self.folder / "index.html")

    async def health(self, request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def state(self, request: Request) -> Response:
        """Everybody is named, so that mentions read well; who is `deleted` can no longer be chosen."""
        space, user_id = self.workspace, request.query_params.get("user", "")
        known = space.people.user(user_id)
        own = space.people.channels_of(user_id) if known and not known.deleted else ()
        commands = [
            {"command": c.command, "usage_hint": c.usage_hint, "description": c.description}
            for c in space.commands.values()
        ]
        users = [
            {"id": user.id, "name": user.name, "title": user.title, "deleted": user.deleted}
            for user in space.people.humans()
        ]
        return JSONResponse(
            {
                "users": users,
                "channels": [channel_json(space, user_id, channel) for channel in own],
                "app": {"name": space.people.bot.name},
                "commands": commands,
                "state_values": space.send_state_values,
                "now": space.clock(),
            }
        )

    async def messages(self, request: Request) -> Response:
        user_id = self._sitting(request.query_params["user"])
        seen = self.workspace.messages(user_id, request.query_params["channel"])
        return JSONResponse({"messages": [self.workspace.board.message_json(message) for message in seen]})

    async def events(self, request: Request) -> Response:
        stream = _events(self.workspace, request.query_params["user"])
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-cache"})

    async def type(self, request: Request) -> Response:
        asked = await self._asked(request)
        return await self._done(lambda: self.workspace.type(asked["user"], asked["channel"], asked["text"]))

    async def act(self, request: Request) -> Response:
        asked = await self._asked(request)
        place = str(asked.get("message") or asked.get("view"))
        action = asked["action"]

        def press() -> Outcome:
            ids = (asked["block_id"], action["action_id"])
            return self.workspace.press(asked["user"], place, *ids, picked=action, values=asked.get("values"))

        return await self._done(press)

    async def submit(self, request: Request) -> Response:
        asked = await self._asked(request)
        return await self._done(lambda: self.workspace.submit(asked["user"], asked["view"], asked.get("values")))

    async def close(self, request: Request) -> Response:
        """`all`: the x, which closes what the modal stands on, too."""
        asked = await self._asked(request)
        everything = bool(asked.get("all"))
        return await self._done(lambda: self.workspace.close(asked["user"], asked["view"], everything=everything))

    async def read(self, request: Request) -> Response:
        """The conversation is on the screen."""
        asked = await self._asked(request)
        await run_in_threadpool(self.workspace.read, asked["user"], asked["channel"])
        return JSONResponse({"ok": True})

    async def account(self, request: Request) -> Response:
        """What a workspace admin does elsewhere: deactivates an account, or lets it in again."""
        asked = await request.json()
        done = self.workspace.deactivate if asked["deleted"] else self.workspace.reactivate
        return await self._done(lambda: done(asked["user"]))

    async def home(self, request: Request) -> Response:
        user_id = (await self._asked(request))["user"]
        outcome = await run_in_threadpool(self.workspace.open_home, user_id)
        home = self.workspace.home(user_id)
        shown = self.workspace.board.view_json(home) if home else None
        return JSONResponse(outcome_json(outcome) | {"view": shown})

    async def reloaded(self, request: Request) -> Response:
        self.workspace.reload((await request.json())["user"])
        return JSONResponse({"ok": True})

    async def settings(self, request: Request) -> Response:
        self.workspace.send_state_values = bool((await request.json())["state_values"])
        return JSONResponse({"ok": True, "state_values": self.workspace.send_state_values})

    async def upload(self, request: Request) -> Response:
        """The raw bytes of a file chosen in a modal; `user` and `name` are in the query."""
        query, content = request.query_params, await request.body()
        user_id = self._sitting(query["user"])
        return JSONResponse({"ok": True, "file": self.workspace.upload(user_id, query["name"], content)})

    async def file(self, request: Request) -> Response:
        """A file shared with the person, or a picture they see: by its id (`file`) or one of its addresses (`link`)."""
        query, files = request.query_params, self.workspace.files
        wanted = files.find(query["file"]) if "file" in query else files.at_link(query.get("link", ""))
        try:
            content = self.workspace.download(self._sitting(query["user"]), wanted.id if wanted else "")
        except LookupError:
            return PlainTextResponse("There is no such file, or it is not shared with you.", 404)
        assert wanted is not None
        shown = "inline" if wanted.is_picture else "attachment"
        headers = {"content-disposition": f"{shown}; filename*=utf-8''{quote(wanted.name)}"}
        return Response(content, headers=headers, media_type=wanted.kind[1])

    def _sitting(self, user_id: str) -> str:
        """The person, unless their account was deactivated."""
        if self.workspace.user(user_id).deleted:
            raise Deactivated
        return user_id

    async def _asked(self, request: Request) -> Json:
        asked: Json = await request.json()
        self._sitting(asked["user"])
        return asked

    async def _done(self, act: Callable[[], Outcome]) -> Response:
        try:
            return JSONResponse(outcome_json(await run_in_threadpool(act)))
        except (NotOnScreen, NotOffered, LookupError) as gone:
            return JSONResponse({"ok": False, "error": "not_found", "said": f"That is no longer there: {gone}"})


async def _events(workspace: Workspace, user_id: str) -> AsyncIterator[str]:
    """Server-Sent Events until the browser goes away."""
    loop, waiting = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any]]()

    def heard(event: dict[str, Any]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(waiting.put_nowait, event)

    stop = workspace.board.feed.listen(user_id, heard)
    try:
        yield ": connected\n\n"
        while True:
            try:
                event = await asyncio.wait_for(waiting.get(), KEEPALIVE_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event["type"] == "end":
                return
            yield f"data: {json.dumps(event)}\n\n"
    finally:
        stop()


def nobody_there(request: Request, gone: Exception) -> Response:
    """What a deactivated person's page is told."""
    return JSONResponse({"ok": False, "error": "account_inactive", "said": "This account was deactivated."}, 403)


def page_routes(workspace: Workspace, folder: Path) -> list[Route]:
    page = Page(workspace, folder)
    reads = ("state", "messages", "events", "health", "file")
    acts = ("type", "act", "submit", "close", "read", "home", "reloaded", "settings", "upload", "account")
    return [
        Route("/", page.index),
        *(Route(f"/page/{name}", getattr(page, name)) for name in reads),
        *(Route(f"/page/{name}", getattr(page, name), methods=["POST"]) for name in acts),
    ]
