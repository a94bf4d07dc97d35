"""Which column of which table is somebody's, whether it is handed out, and how it is erased.

Every column stands here once; a test fails on one that does not. The export reads what this says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_PLANS = "SELECT id FROM enrollments WHERE person_id = :person AND workspace_id = :workspace"
_MINE = "person_id = :person AND workspace_id = :workspace"


class Erasing(StrEnum):
    """What becomes of a person's rows when they are erased."""

    GOES = "the rows go"
    NAMELESS = "rows of a direct message go; those of a channel stay, without who started them"
    STAYS = "the rows are nobody's, and stay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A table: whose rows are a person's (SQL), and what of them is handed out.

    `inside` are columns that say nothing about a person by themselves: internal numbers, and
    what would let somebody else act (a delivery's token, the word that confirms an erasure).
    """

    erasing: Erasing
    whose: str = ""
    handed_out: str = ""
    inside: str = ""

    @property
    def exported(self) -> tuple[str, ...]:
        """The columns that an export holds."""
        return tuple(self.handed_out.split())

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is classed."""
        return (*self.handed_out.split(), *self.inside.split())


KEPT: Mapping[str, Kept] = {
    "people": Kept(
        erasing=Erasing.GOES,
        whose="id = :person AND workspace_id = :workspace",
        handed_out="external_id name zone quiet away_until created_at",
        inside="id workspace_id",
    ),
    "workspaces": Kept(
        erasing=Erasing.STAYS,
        whose="id = :workspace",
        handed_out="platform external_id",
        inside="id lane_id state created_at suspended_at",
    ),
    "places": Kept(
        erasing=Erasing.GOES,
        whose=f"""workspace_id = :workspace AND is_dm = 1 AND (id = :place OR id IN
          (SELECT place_id FROM enrollments WHERE {_MINE})
          OR external_id = (SELECT p.external_id FROM people p WHERE p.id = :person))""",  # noqa: S608 - our own text
        handed_out="id external_id is_dm name",
        inside="workspace_id",
    ),
    "enrollments": Kept(
        erasing=Erasing.NAMELESS,
        whose=_MINE,
        handed_out="""id place_id curriculum plan state policy pace calendar revision next_ids
          expanded started_at finished_at is_group""",
        inside="workspace_id person_id",
    ),
    "case_weeks": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"enrollment_id IN ({_PLANS})",
        handed_out="enrollment_id wish",
    ),
    "positions": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"enrollment_id IN ({_PLANS})",
        handed_out="enrollment_id waiting remaining unfinished waits",
        inside="version",
    ),
    "schedules": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"enrollment_id IN ({_PLANS})",
        handed_out="enrollment_id kind resource_id due_at",
    ),
    "handled": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"enrollment_id IN ({_PLANS})",
        handed_out="enrollment_id resource_id how seq",
    ),
    "deliveries": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"(enrollment_id IN ({_PLANS}) OR person_id = :person)",
        handed_out="""enrollment_id place_id kind slot_at part resource_id covered variant moves
          state ready_at attempt planned_at sending_at settled_at receipt reason calls parent_id""",
        inside="id person_id token workspace_id lane_id shard lease_until",
    ),
    "progress": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="curriculum resource_id done_at",
        inside="workspace_id person_id",
    ),
    "notes": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="number curriculum resource_id kind body at",
        inside="workspace_id person_id",
    ),
    "ratings": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="curriculum resource_id stars at",
        inside="workspace_id person_id",
    ),
    "study_groups": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"enrollment_id IN ({_PLANS})",
        handed_out="enrollment_id state starts_on cohort discussion reminder",
        inside="workspace_id",
    ),
    "group_members": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="""enrollment_id state role joined_at seen_at from_round tell nudges on_board
          away_until turn""",
        inside="workspace_id person_id",
    ),
    "group_rounds": Kept(
        erasing=Erasing.NAMELESS,
        whose="lead_id = :person AND workspace_id = :workspace",
        handed_out="""enrollment_id resource_id number sent_at lead_state answer_by moved_on_at
          extended_at""",
        inside="workspace_id lead_id",
    ),
    "group_lines": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="enrollment_id resource_id kind body at",
        inside="workspace_id person_id",
    ),
    "data_requests": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="kind at",
        inside="id workspace_id person_id word",
    ),
    "chat_messages": Kept(
        erasing=Erasing.GOES,
        whose=""":platform = 'webchat' AND (author = (SELECT external_id FROM people
          WHERE id = :person) OR place IN (SELECT external_id FROM places WHERE {places})
          OR place IN (SELECT pl.external_id || '@' || p.external_id FROM people p
            JOIN places pl ON pl.workspace_id = p.workspace_id WHERE p.id = :person))""",
        handed_out="place author key at payload revision under_id",
        inside="id",
    ),
    "link_reports": Kept(
        erasing=Erasing.GOES,
        whose="person_id = :person",
        handed_out="curriculum resource_id url reported_at settled",
        inside="person_id",
    ),
    "reminders": Kept(
        erasing=Erasing.GOES,
        whose="person_id = :person",
        handed_out="every ignored last_at seen_at spent_on",
        inside="person_id",
    ),
    "home_looks": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="looked_at",
        inside="person_id workspace_id",
    ),
    "installers": Kept(
        erasing=Erasing.GOES,
        whose="""workspace_id = :workspace AND external_id = (SELECT external_id FROM people
          WHERE id = :person)""",
        handed_out="external_id greeted_at",
        inside="workspace_id",
    ),
    "slack_installations": Kept(
        erasing=Erasing.STAYS,
        inside="""workspace_id name handle user_id bot_id scopes bot_token refresh_token expires_at
          version refreshing_until installed_at checked_at""",
    ),
    "install_states": Kept(erasing=Erasing.STAYS, inside="digest expires_at"),
    "feeds": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="place_id made_at",
        inside="digest workspace_id person_id",
    ),
    "saved_forms": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="place_id verb arg at",
        inside="person_id workspace_id event_id",
    ),
    "shut_plans": Kept(
        erasing=Erasing.NAMELESS,
        whose=f"enrollment_id IN ({_PLANS})",
        handed_out="enrollment_id reason since",
        inside="asked_at",
    ),
    "doors": Kept(
        erasing=Erasing.GOES,
        whose="place = (SELECT external_id FROM people WHERE id = :person)",
        handed_out="place channel worked_at",
        inside="platform",
    ),
    "long_presses": Kept(erasing=Erasing.STAYS, inside="name verb arg kept_at"),
    "refusals": Kept(erasing=Erasing.STAYS, inside="platform step number"),
    "shut_workspaces": Kept(erasing=Erasing.STAYS, inside="platform workspace places probe_at"),
    "votes": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="enrollment_id resource_id choice at",
        inside="workspace_id person_id",
    ),
    "page_keys": Kept(
        erasing=Erasing.GOES,
        whose=_MINE,
        handed_out="kind enrollment_id until",
        inside="digest workspace_id person_id place_id",
    ),
    "votings": Kept(
        erasing=Erasing.STAYS, inside="enrollment_id resource_id reveal_at revealed_at"
    ),
    "channel_budgets": Kept(erasing=Erasing.STAYS, inside="place_id spent_on"),
    "reported_links": Kept(
        erasing=Erasing.STAYS, inside="curriculum resource_id url broken found_by since"
    ),
    "erasures": Kept(erasing=Erasing.STAYS, inside="digest at"),
    "workspace_choices": Kept(
        erasing=Erasing.STAYS, inside="workspace_id starters channels zone ping_role"
    ),
    "limits": Kept(erasing=Erasing.STAYS, inside="workspace_id name value"),
    "lanes": Kept(erasing=Erasing.STAYS, inside="id platform scope shard not_before"),
    "inbound_events": Kept(erasing=Erasing.STAYS, inside="platform event_id seen_at"),
    "edits": Kept(
        erasing=Erasing.STAYS, inside="delivery_id lane_id shard version shown failed not_before"
    ),
    "meta": Kept(erasing=Erasing.STAYS, inside="key value"),
    "curricula": Kept(erasing=Erasing.STAYS, inside="id revision published_at"),
}
"""In the order in which an export tells it."""


def whose(table: str) -> str:
    """Which rows of a table are a person's: a condition over :person, :workspace and the rest."""
    return KEPT[table].whose.format(places=KEPT["places"].whose)
