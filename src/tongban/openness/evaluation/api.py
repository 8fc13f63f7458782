"""The front door of evaluation.

    if evaluation.may_rate(case=number, by=resident, at=at): evaluation.rate(case=number, stars=5, by=resident, at=at)
    evaluation.follow_ups(by=official, at=at); evaluation.reply(follow_up=…, text=…, repair=…, by=official, at=at)
    evaluation.address("visit:ABCD2345")                    # for a slip: whoever holds it rates without signing in
    evaluation.rate_invited(code=code, stars=5, by=ANONYMOUS, at=at)
    evaluation.appeal(follow_up=…, ground="abuse", reason=…, evidence=…, by=leader, at=at)      # of the rated unit
    evaluation.decide_appeal(appeal=…, outcome="dismissed", reasons=…, by=somebody_of_another_unit, at=at)
    evaluation.rate_again(case=number, stars=4, by=resident, at=at)
    evaluation.summary(offer="food-licence").average

`tick` is called by the node's clock.
"""

from tongban.openness.evaluation.appeal_counts import AppealCount, appeal_counts, appeals_of_all
from tongban.openness.evaluation.appeals import (
    Appeals,
    AppealView,
    appeal,
    appeal_before,
    appeal_of,
    appeal_until,
    appeals,
    decide_appeal,
    grounds,
)
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
    "AppealCount", "AppealView", "Appeals", "EvaluationError", "FollowUpView", "FollowUps", "Invited", "Mark", "Rank",
    "RatingView", "Ratings", "Slip", "Summary", "address", "appeal", "appeal_before", "appeal_counts", "appeal_of",
    "appeal_until", "appeals", "appeals_of_all", "code", "decide_appeal", "desk_ranks", "desk_ratings", "follow_up",
    "follow_ups", "grounds", "interval", "invited", "marks", "may_rate", "offer_ranks", "rate", "rate_again",
    "rate_invited", "rating", "reply", "slip", "summary", "tags", "tick",
]  # fmt: skip
