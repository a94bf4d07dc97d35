"""Identifiers, one type each, so that one can never stand where another belongs."""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", int)
LaneId = NewType("LaneId", int)
PlaceId = NewType("PlaceId", int)
PersonId = NewType("PersonId", int)
EnrollmentId = NewType("EnrollmentId", int)
DeliveryId = NewType("DeliveryId", int)
Shard = NewType("Shard", int)

CurriculumId = NewType("CurriculumId", str)
SectionId = NewType("SectionId", str)
ResourceId = NewType("ResourceId", str)
PlanId = NewType("PlanId", str)
Revision = NewType("Revision", str)

SHARDS = 64
"""Lanes hash into this many shards, the unit of parallel work."""
