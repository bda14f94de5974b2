"""Generic environmental claims, which (EU) 2024/825 bans in texts that buyers read.

A text must say what was measured ("11 kg CO2e a year", "carries the Nordic Swan") instead.
Danish and English are both looked for in every text. A colour is no claim where a food follows
it, and neither is a name such as Green-Score.
"""

from __future__ import annotations

import re

from scoring.identifiers import visible

# What follows the colour in the names of foods: grønne bønner, green tea.
FOODS_DA = (
    "(?:te|kål|karry|curry|pesto)\\b|bønne|ært|linse|oliven|peber|salat|asparges|æble|drue|"
    "spidskål|chili|tomat|løg|blad|krydderurt|jalape"
)
FOODS_EN = (
    "teas?|beans?|peas?|lentils?|olives?|peppers?|salads?|asparagus|apples?|grapes?|cabbages?|"
    "chil(?:l)?i(?:es|s)?|curry|pesto|tomato(?:es)?|onions?|leaf|leaves|herbs?|jalape\\S*|split|bell"
)
FRIENDLY_DA = "venlig|neutral|rigtig|positiv"
FRIENDLY_EN = "friendly|neutral|positive|correct"
CLAIMS = re.compile(
    rf"""
      \bgrøn(?:t|ne|nere|nest|neste)?\b(?!\s+(?:{FOODS_DA}))
    | \b(?:miljø|klima|natur|co2|kulstof)[\s-]?(?:{FRIENDLY_DA})\w*
    | \bbæredygtig\w*
    | \b(?:miljø|klima|natur)?[\s-]?skånsom\w*\s+(?:mod|over\ for|for)\s+(?:miljø|natur|klima)\w*
    | \b(?:miljø|klima|natur)[\s-]?skånsom\w*
    | \bgreen(?:er|est)?\b(?!-score\b|[\s-]?house|\s+(?:{FOODS_EN})\b)
    | \b(?:eco|environment(?:al(?:ly)?)?|climate|carbon|co2|nature|planet)[\s-]?(?:{FRIENDLY_EN})\w*
    | \b(?:gentle|kind)\s+(?:on|to)\s+(?:the\s+)?(?:environment|nature|climate|planet)\b
    | \bsustainab(?:le|ly|ility)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def claims(text: str) -> list[str]:
    """Return the generic environmental claims in a text, each as it stands there."""
    plain = visible(" ".join(text.split())).replace("\N{HYPHEN}", "-")
    return [found.group() for found in CLAIMS.finditer(plain)]
