"""What Slack allows in one message or view; each number once, with its source.

Pages are docs.slack.dev's unless another source is named.
"""

BLOCKS_IN_MESSAGE = 50  # reference/block-kit/blocks
BLOCKS_IN_VIEW = 100  # reference/block-kit/blocks
MESSAGE_JSON = 12_000
"""Letters of block JSON: near 13,200 Slack answers msg_blocks_too_long (slackapi/bolt-js#2509)."""
VIEW_JSON = 240_000  # reference/methods/views.publish: view_too_large over 250 kB
ALT_TEXT = 1_000  # below the 2,000 of reference/block-kit/blocks/image-block
HEADER = 150  # reference/block-kit/blocks/header-block
CONTEXT_TEXT = 2_000  # below the 3,000 of reference/block-kit/composition-objects/text-object
RUN_TEXT = 3_000  # reference/block-kit/composition-objects/text-object
BUTTON_TEXT = 75  # reference/block-kit/block-elements/button-element
BUTTON_VALUE = 2_000  # the same page
URL = 3_000  # the same page
IN_ACTIONS = 25  # reference/block-kit/blocks/actions-block
OPTION_TEXT = 75  # reference/block-kit/composition-objects/option-object
OPTION_VALUE = 150  # the same page
IN_OVERFLOW = 5  # reference/block-kit/block-elements/overflow-menu-element
LABEL = 2_000  # reference/block-kit/blocks/input-block
PLACEHOLDER = 150  # reference/block-kit/block-elements/plain-text-input-element
IN_SELECT = 100  # reference/block-kit/block-elements/select-menu-element
NOTIFICATION = 300
"""Letters of `text`: 4,000 are advised at most (reference/methods/chat.postMessage), a phone shows
a few lines."""
