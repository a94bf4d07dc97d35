"""Answers to what groups guessed, put into the reading's thread when it is discussed."""

import structlog

from bot.domain.card import Card
from bot.domain.cards.voting import reveal_card
from bot.domain.threads import OPEN, REVEAL, Threaded
from bot.domain.voting import split_of
from bot.ports import Claimed, Clock, Library, Threads, Votes, Voting

AT_ONCE = 100

log = structlog.get_logger(__name__)


class Reveals:
    """Plans answers that are due, and makes their cards as they are sent."""

    def __init__(self, votes: Votes, *, threads: Threads, library: Library, clock: Clock) -> None:
        self._votes = votes
        self._threads = threads
        self._library = library
        self._clock = clock

    async def plan_due(self) -> int:
        """Put every answer that is due into its thread; how many there were.

        The thread takes each piece once, so that a crash between the two steps repeats nothing.
        """
        now = self._clock.now()
        due = await self._votes.due(now, limit=AT_ONCE)
        for each in due:
            threaded = Threaded(resource_id=each.resource_id, pieces=(OPEN, REVEAL))
            planned = await self._threads.plan(each.enrollment_id, threaded)
            await self._votes.reveal(each, now=now)
            log.info("answer_planned", enrollment_id=each.enrollment_id, planned=planned)
        return len(due)

    async def card(self, claimed: Claimed) -> Card | None:
        """The card of an answer; None where the reading asks nothing any more."""
        curriculum = self._library.curricula[claimed.enrollment.curriculum]
        if claimed.resource_id is None:
            return None
        resource = curriculum.resource(claimed.resource_id)
        if resource.case is None or resource.case.vote is None:
            return None
        voting = Voting(enrollment_id=claimed.enrollment.id, resource_id=resource.id)
        tally = await self._votes.counts(voting)
        return reveal_card(resource, resource.case.vote, split=split_of(tally.counts))
