"""What runs behind, by name: one file per kind of work."""

from collections.abc import Callable

from handlers.jobs import migrate, tidy
from handlers.settings import Settings

Work = Callable[[Settings], None]

JOBS: dict[str, Work] = {"migrate": migrate.run}
"""What an event `{"job": NAME}` asks for."""

SCHEDULES: dict[str, Work] = {"tidy": tidy.run}
"""What an event `{"schedule": NAME}` brings round."""
