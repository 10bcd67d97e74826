"""Claims and events → which claim tells of which event, and how each of them stands."""

from pipeline.corroborate.announce import announcements, contradictions
from pipeline.corroborate.compare import Figures, Match, about, compare, match
from pipeline.corroborate.standing import (
    WINDOW,
    ClaimStanding,
    EventNews,
    Shown,
    Told,
    event_standing,
    span_of,
    standing,
)
from pipeline.corroborate.subjects import concerns, vendors_of
from pipeline.corroborate.testimony import story_witness

__all__ = [
    "WINDOW",
    "ClaimStanding",
    "EventNews",
    "Figures",
    "Match",
    "Shown",
    "Told",
    "about",
    "announcements",
    "compare",
    "concerns",
    "contradictions",
    "event_standing",
    "match",
    "span_of",
    "standing",
    "story_witness",
    "vendors_of",
]
