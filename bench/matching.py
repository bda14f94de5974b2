"""Title matching against a million invented product rows: recall at one, precision, time.

Run: .venv/bin/python -m bench.matching [ROWS].
Queries are titles as another shop would write them: words left out, moved or cut short, other
case, with the amount written otherwise; and titles of products that are not in the index.
"""

from __future__ import annotations

import json
import random
import sys
import time

from bench.rows import Row, row
from service.matching.titles import ACCEPTED, TitleIndex

ROWS = 1_000_000
QUERIES = 4_000
SEED = 7
PRECISION = 0.97  # what recall is read off at
MADE_OF = ("ba be bi bo dal den dor fa fin ga gar ha hol ka kol la lin lo ma mar mo na nor pa ra "
           "rin ro sa sol ta tor va vin").split()  # fmt: skip
GOODS = (
    "letmælk havredrik rugbrød hvedemel rapsolie torskefilet kyllingebryst leverpostej gulerødder"
    " kartofler broccoli appelsinjuice kaffe müsli ketchup spegepølse yoghurt smør skærm bærbar"
    " dockingstation tastatur toner kabel telefon oplader kontorstol papir kuglepen mappe sæbe"
    " handsker opvaskemiddel affaldspose lampe batteri"
).split()
KINDS = "økologisk fin grov rød sort blå hvid lys mørk frossen fersk tørret mini stor let".split()
UNITS = "g kg ml cl l stk".split()


def brand(chance: random.Random) -> str:
    """Return an invented brand."""
    return "".join(chance.choices(MADE_OF, k=chance.choice((2, 3)))).capitalize()


def title(chance: random.Random, brands: list[str]) -> str:
    """Return an invented title: brand, goods, kinds, a code in some of them, an amount."""
    words = [chance.choice(brands), chance.choice(GOODS), *chance.sample(KINDS, k=2)]
    if chance.random() < 0.6:
        words.append(f"{chance.choice('ABCDEFGHKLMNPRST')}{chance.randrange(100, 99_999)}")
    else:
        words.append(brand(chance).lower() + "a")
    words.append(f"{chance.choice((1, 2, 5, 10, 25, 50, 100, 250, 500))} {chance.choice(UNITS)}")
    return " ".join(words)


def rewritten(chance: random.Random, known: str) -> str:
    """Return a known title as another shop writes it."""
    words = known.split()
    amount = words[-2:]
    words = words[:-2]
    way = chance.random()
    if way < 0.3 and len(words) > 4:
        del words[chance.randrange(2, 4)]  # one describing word left out
    elif way < 0.6:
        chance.shuffle(words)
    elif way < 0.75:
        words.append(chance.choice(("ny", "tilbud", "stk.", "pk.", "kvalitet")))
    elif way < 0.9:
        place = chance.randrange(1, 4)
        words[place] = words[place][:4] + "."  # cut short
    text = " ".join([*words, "".join(amount) if chance.random() < 0.3 else " ".join(amount)])
    return text.upper() if chance.random() < 0.4 else text


def run(rows: int = ROWS) -> dict[str, Row]:
    """Build the index, ask it, and return the bench's rows."""
    chance = random.Random(SEED)  # noqa: S311
    brands = [brand(chance) for _ in range(8_000)]
    made = [title(chance, brands) for _ in range(rows + QUERIES // 4)]
    titles, strangers = list(dict.fromkeys(made[:rows])), made[rows:]
    index = TitleIndex((str(i), text) for i, text in enumerate(titles))
    place = {text: str(i) for i, text in enumerate(titles)}
    known = chance.sample(titles, min(QUERIES, len(titles)))
    asked = [(rewritten(chance, text), place[text]) for text in known]
    asked += [(rewritten(chance, text), "") for text in strangers if text not in place]
    chance.shuffle(asked)
    taken: list[float] = []
    scores: list[tuple[float, bool]] = []
    for text, wanted in asked:
        start = time.perf_counter()
        hit = index.find(text)
        taken.append(1000 * (time.perf_counter() - start))
        if hit is not None and hit.apart:
            scores.append((hit.score, hit.subject == wanted))
    there = sum(1 for _, wanted in asked if wanted)
    best = [tally(scores, there, float(threshold)) for threshold in range(60, 100, 2)]
    precise = [found for found in best if found[0] >= PRECISION] or best[-1:]
    precision, recall = max(precise, key=lambda found: found[1])
    at_use = tally(scores, there, ACCEPTED)
    return {
        "match_recall": row([recall], f"recall@1 at precision >= {PRECISION}", 0.98),
        "match_precision": row([precision], "precision there", PRECISION),
        "match_recall_in_use": row([at_use[1]], f"recall@1 at `kompas match`'s {ACCEPTED:.0f}"),
        "match_p50_ms": row(taken, f"ms of {len(asked):,} queries", 1.0) | {"runs": len(taken)},
    }


def tally(scores: list[tuple[float, bool]], there: int, threshold: float) -> tuple[float, float]:
    """Return precision and recall of the hits at or over a threshold."""
    right = [good for score, good in scores if score >= threshold]
    return sum(right) / max(1, len(right)), sum(right) / there


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS), indent=1))
