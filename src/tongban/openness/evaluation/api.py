"""The front door of evaluation.

    if evaluation.may_rate(case=number, by=resident, at=at): evaluation.rate(case=number, stars=5, by=resident, at=at)
    evaluation.follow_ups(by=official, at=at); evaluation.reply(follow_up=…, text=…, repair=…, by=official, at=at)
    evaluation.address("visit:ABCD2345")                    # for a slip: whoever holds it rates without signing in
    evaluation.rate_invited(code=code, stars=5, by=ANONYMOUS, at=at)
    evaluation.rate_again(case=number, stars=4, by=resident, at=at)
    evaluation.summary(offer="food-licence").average

`tick` is called by the node's clock.
"""

from tongban.openness.evaluation.errors import EvaluationError
from tongban.openness.evaluation.follow_ups import (
    FollowUps,
    FollowUpView,
    follow_up,
    follow_ups,
    rate_again,
    reply,
    tick,
)
from tongban.openness.evaluation.invitations import Invited, invited, rate_invited
from tongban.openness.evaluation.marks import Mark, marks
from tongban.openness.evaluation.ranks import Rank, desk_ranks, offer_ranks
from tongban.openness.evaluation.ratings import Ratings, RatingView, desk_ratings, may_rate, rate, rating
from tongban.openness.evaluation.slips import Slip, slip
from tongban.openness.evaluation.summaries import Summary, summary
from tongban.openness.evaluation.tags import tags
from tongban.openness.evaluation.tokens import address, code
from tongban.openness.evaluation.wilson import interval

__all__ = [
    "EvaluationError", "FollowUpView", "FollowUps", "Invited", "Mark", "Rank", "RatingView", "Ratings", "Slip",
    "Summary", "address", "code", "desk_ranks", "desk_ratings", "follow_up", "follow_ups", "interval", "invited",
    "marks", "may_rate", "offer_ranks", "rate", "rate_again", "rate_invited", "rating", "reply", "slip", "summary",
    "tags", "tick",
]  # fmt: skip
