"""Discord's limits on what we send.

discord-api-docs: resources/message, components/reference, interactions/application-commands.
"""

COMPONENTS = 40
"""Components of one message, nested ones counted."""
TEXT = 4000
"""Letters over all text displays of one message."""
ROW = 5
"""Buttons of one row."""
LABEL = 80
CUSTOM_ID = 100
URL = 512
OPTIONS = 25
"""Options of a select menu, choices of an option, suggestions while typing."""
OPTION_LABEL = 100
PLACEHOLDER = 150
ALT = 1024
"""Letters of a picture's description."""
MODAL_TITLE = 45
FIELD_LABEL = 45
CHOICE = 100
DESCRIPTION = 100

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
"""Flags of a message: for one person alone; made of components only."""
