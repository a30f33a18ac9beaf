"""The files of `make run`: an S3 in a thread of this process, by moto. It forgets everything when the run ends."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from infra.local.slack.server import HOST

BUCKET, REGION, ACCOUNT = "reports", "ap-south-1", "123456789012"
NOT_OURS = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
"""What would send boto3 to somebody's real account, or keep it from ours."""


@contextmanager
def keeping_files() -> Iterator[str]:
    """Files have a place while the block runs; gives the bucket's name.

    Nobody waits for moto, which is slow to import: the port is there at once, and the first who has something for it
    waits at the door.
    """
    with socket.create_server((HOST, 0)) as door:
        _point_boto3_at(f"http://{HOST}:{door.getsockname()[1]}")
        opened, server = Event(), _Server(door)
        thread = Thread(target=server.run, args=(opened,), name="files", daemon=True)
        thread.start()
        try:
            yield BUCKET
        finally:
            opened.wait(5)
            server.stop()
            thread.join(5)


def _point_boto3_at(address: str) -> None:
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ |= {
        "AWS_ENDPOINT_URL_S3": address,
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }


class _Server:
    """moto's HTTP server behind a door that is open already."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._server: Any = None

    def run(self, opened: Event) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
        from moto.s3.models import s3_backends
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # or each request is a line, with its signature
        s3_backends[ACCOUNT]["aws"].create_bucket(BUCKET, REGION)
        _, port = self._door.getsockname()
        app = DomainDispatcherApplication(create_backend_app)
        self._server = make_server(
            HOST, port, app, threaded=True, request_handler=MotoRequestHandler, fd=self._door.fileno()
        )
        opened.set()
        self._server.serve_forever()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
