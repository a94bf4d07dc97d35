"""A case study of a catalogue and whom it comes from, for sample cards."""

from bot.domain.search import Document, DocumentId, DocumentKind, Entry

CREDIT = ("Listed by somebody.", "https://example.org/list")
ENTRY = Entry(
    id=DocumentId("grab-graph"),
    companies=("Grab",),
    title="Graph for Fraud Detection",
    year=2022,
    url="https://example.org/graph",
    topics=("anomaly detection", "graphs"),
)
LISTED = Document(
    id=ENTRY.id,
    kind=DocumentKind.CASE,
    title=ENTRY.title,
    companies=ENTRY.companies,
    year=ENTRY.year,
    topics=ENTRY.topics,
    entry=ENTRY,
)
