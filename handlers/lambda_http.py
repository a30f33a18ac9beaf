"""Lambda's entry for Slack's requests, behind an API Gateway HTTP API (payload format 2.0)."""

import gc

gc.disable()  # imports make no garbage worth collecting; a third of the cold start

from handlers.settings import Settings  # noqa: E402  # after the collector is off
from handlers.web import asgi, for_lambda  # noqa: E402

handler = for_lambda(asgi(Settings.read()))

gc.freeze()
gc.enable()
