"""A new tz database: every planned reading keeps its local time."""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.domain.enrollment import Change, EnrollmentView
from bot.domain.ids import EnrollmentId
from bot.domain.waiting import refilled
from bot.domain.zone_change import realigned
from bot.ports import Store
from bot.usecases.study import Studies

BATCH = 500
TRIES = 3
"""How often a batch is looked at where commands change its plans at the same moment."""

log = structlog.get_logger(__name__)


async def keep_local_times(
    store: Store, studies: Studies, *, fingerprint: str, batch: int = BATCH
) -> int:
    """Reckon the next dates anew if the tz database is another than last time.

    Returns how many plans were given another date. With the same tz database nothing is read.
    """
    before = await store.facts.zones()
    if before == fingerprint:
        return 0
    moved, after = 0, EnrollmentId(0)
    while views := await store.plans.active(after=after, limit=batch):
        moved += await _keep(store, studies, views=views, after=after)
        after = views[-1].enrollment.id
    await store.facts.set_zones(fingerprint)
    log.info("zones_changed", before=before, now=fingerprint, plans=moved)
    return moved


async def _keep(
    store: Store, studies: Studies, *, views: Sequence[EnrollmentView], after: EnrollmentId
) -> int:
    """One batch; a plan that changed between look and write is looked at again."""
    moved = 0
    for _ in range(TRIES):
        changes = await _refreshed(store, studies, changes=_decide(studies, views))
        applied = await store.plans.apply(changes) if changes else frozenset[EnrollmentId]()
        moved += len(applied)
        if len(applied) == len(changes):
            break
        views = await store.plans.active(after=after, limit=len(views))
    return moved


async def _refreshed(
    store: Store, studies: Studies, *, changes: Sequence[Change]
) -> Sequence[Change]:
    """The changes with what an enrollment keeps of its curriculum taken anew where it is old."""
    curricula = studies.library.curricula
    old = {
        each.enrollment.id: curricula[each.enrollment.curriculum]
        for each in changes
        if studies.has(each.enrollment)
        and each.enrollment.revision != curricula[each.enrollment.curriculum].revision
    }
    handled = await store.plans.handled(list(old)) if old else {}
    return [
        replace(each, enrollment=refilled(each.enrollment, old[which], handled=handled[which]))
        if (which := each.enrollment.id) in old
        else each
        for each in changes
    ]


def _decide(studies: Studies, views: Sequence[EnrollmentView]) -> list[Change]:
    """One bad enrollment never stops the others."""
    changes, now = [], studies.now()
    for view in views:
        try:
            free = studies.free_days(view.enrollment.calendar, now.year)
            change = realigned(view, now=now, free=free)
        except Exception:
            log.exception("date_not_reckoned", enrollment_id=view.enrollment.id)
            continue
        if change is not None:
            changes.append(change)
    return changes
