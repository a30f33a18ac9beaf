"""What people type and press: one file per feature, its command, buttons and menus together."""

from handlers.asking import OnCommand, OnPress
from handlers.listeners import greeting, marking, standing

FEATURES = (marking, standing, greeting)

COMMANDS: dict[str, OnCommand] = {name: on for feature in FEATURES for name, on in feature.COMMANDS.items()}
PRESSES: dict[str, OnPress] = {name: on for feature in FEATURES for name, on in feature.PRESSES.items()}
