"""Publishing curricula: processes plan with one revision, and nobody loses their place."""

from collections.abc import Sequence

import structlog

from bot.domain.enrollment import Change, EnrollmentView
from bot.domain.ids import EnrollmentId
from bot.domain.position import Study, settled_end
from bot.domain.waiting import refilled
from bot.ports import Store
from bot.usecases.study import Studies

BATCH = 500

log = structlog.get_logger(__name__)


async def publish(store: Store, studies: Studies) -> int:
    """Publish what this process has loaded; returns how many enrollments were brought along.

    Retired readings that wait to be sent are taken back; new ones behind somebody's place come
    next; who has nothing left but is not done gets a next date again.
    """
    curricula = studies.library.curricula
    changed = await store.facts.publish(
        {each.id: each.revision for each in curricula.values()},
        retired={
            each.id: frozenset(r.id for r in each.resources.values() if r.retired)
            for each in curricula.values()
        },
        now=studies.now(),
    )
    for curriculum_id in changed:
        log.info("curriculum_published", curriculum=curriculum_id)
    return sum([await _bring_along(store, studies.of(each)) for each in changed])


async def _bring_along(store: Store, study: Study) -> int:
    curriculum, total, after = study.curriculum, 0, EnrollmentId(0)
    while True:
        views = await store.plans.outdated(
            curriculum.id, curriculum.revision, after=after, limit=BATCH
        )
        if not views:
            return total
        total += len(await store.plans.apply(await _refreshed(store, study, views=views)))
        after = views[-1].enrollment.id


async def _refreshed(
    store: Store, study: Study, *, views: Sequence[EnrollmentView]
) -> list[Change]:
    """One that cannot be brought along, its plan being gone, stays as it is."""
    handled = await store.plans.handled([view.enrollment.id for view in views])
    changes = []
    for view in views:
        number = view.enrollment.id
        try:
            fresh = refilled(view.enrollment, study.curriculum, handled=handled[number])
            changes.append(settled_end(view, study, change=Change(enrollment=fresh)))
        except Exception:
            log.exception("not_brought_along", enrollment_id=number)
    return changes
