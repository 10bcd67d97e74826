"""An article → the claims it makes of prices, each with the sentence that says it."""

from pipeline.claims.assemble import claims_of
from pipeline.claims.gate import may_concern_prices
from pipeline.claims.teaser import may_lead_to_prices

__all__ = ["claims_of", "may_concern_prices", "may_lead_to_prices"]
