"""The addresses of files: where the bot fetches what people uploaded, and posts what it uploads itself."""

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from infra.local.slack.calls import DOWNLOAD, UPLOAD
from infra.local.slack.trouble import bearer, in_trouble

if TYPE_CHECKING:
    from infra.local.slack.workspace import Workspace


class FileDoor:
    def __init__(self, workspace: "Workspace") -> None:
        self.workspace = workspace

    async def download(self, request: Request) -> Response:
        """A file's content, for a bot token with `files:read`. Anybody else Slack sends to its sign-in page, which is
        what a client that follows redirects then takes for the file.
        """
        file_id = request.path_params["place"].partition("-")[2]
        trouble = await in_trouble(self.workspace, DOWNLOAD, {"file": file_id})
        if trouble is not None:
            return trouble
        scopes = self.workspace.scopes
        if bearer(request) != self.workspace.bot_token or (scopes is not None and "files:read" not in scopes):
            return self._sign_in(request)
        file = self.workspace.files.find(file_id)
        if file is None or not file.complete:
            return PlainTextResponse("no such file", 404)
        return Response(file.content, media_type=file.kind[1])

    async def upload(self, request: Request) -> Response:
        """Where the bot posts the bytes of a file it announced."""
        file_id = request.path_params["file_id"]
        trouble = await in_trouble(self.workspace, UPLOAD, {"file": file_id})
        if trouble is not None:
            return trouble
        file = self.workspace.files.find(file_id)
        if file is None or file.complete:
            return PlainTextResponse("no such upload", 404)
        body = await request.body()
        self.workspace.files.put(replace(file, content=body))
        return PlainTextResponse(f"OK - {len(body)}")

    def _sign_in(self, request: Request) -> Response:
        address = f"{self.workspace.public_url}/?redir={quote(request.url.path, safe='')}"
        headers = {"location": address, "x-slack-meta": "?;acl_fail"}
        return Response(f'<a href="{address}">Found</a>.', 302, headers, media_type="text/html")

    def routes(self) -> list[Route]:
        return [
            Route("/files-pri/{place}/download/{name}", self.download),
            Route("/files-pri/{place}/{name}", self.download),
            Route("/upload/v1/{file_id}", self.upload, methods=["POST"]),
        ]
