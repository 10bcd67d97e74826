"""Claims and events → which claim tells of which event, and how each of them stands."""

from pipeline.corroborate.announce import announcements, contradictions
from pipeline.corroborate.answers import ClaimStanding, EventNews, Shown, Told
from pipeline.corroborate.compare import Match, about, compare, match
from pipeline.corroborate.figures import Figures
from pipeline.corroborate.standing import event_standing, standing
from pipeline.corroborate.still_told import rests_on, still_told
from pipeline.corroborate.subjects import concerns, vendors_of
from pipeline.corroborate.testimony import story_witness
from pipeline.corroborate.windows import WINDOW, span_of

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
    "rests_on",
    "span_of",
    "standing",
    "still_told",
    "story_witness",
    "vendors_of",
]
