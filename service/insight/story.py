"""One product of the published catalogue by two rulesets: what it scores, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.rules import Ruleset
from scoring.score import Scores, score
from service.insight.published import Published
from service.insight.waterfall import Waterfall, waterfall
from service.publish.stored import StoredCatalogue
from service.publish.texts import Language


@dataclass(frozen=True, slots=True)
class Story:
    """A product before and after; None where a ruleset has no rules for its group."""

    product: str
    name: str
    brand: str
    group: str
    before: Waterfall | None
    after: Waterfall | None


def product_story(
    published: Published, product: str, draft: Ruleset, language: Language = "da"
) -> Story:
    """Return how a product's score comes about as it is published, and by a draft.

    Raises:
        KompasError: where no such product is published.
    """
    row, stored = published.row(product), published.stored
    found = (score_one(stored, ruleset, row) for ruleset in (published.ruleset, draft))
    before, after = (waterfall(scores) if scores else None for scores in found)
    return Story(
        product,
        published.name(product, language),
        stored.table.brands[row],
        published.group_of(row),
        before,
        after,
    )


def score_one(stored: StoredCatalogue, ruleset: Ruleset, row: int) -> Scores | None:
    """Return one product's scores (n = 1) as publishing gives them; None without rules for it."""
    rules = ruleset.rules_for(stored.table.groups[row])
    return score(rules, stored.table.take(np.array([row]))) if rules else None
