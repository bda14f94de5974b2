"""The identifiers of invented products, by number."""

HOST = "bench.example.dk"  # where buyers would see the shop "bench"


def product_id(number: int) -> str:
    """Return the id of a product."""
    return f"bench:{number:07d}"


def gtin(number: int) -> str:
    """Return the GTIN-13 of a product, in a range that nobody is given, with its check digit."""
    body = f"95288{number:07d}"
    total = sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(body))
    return body + str(-total % 10)


def part_number(number: int) -> str:
    """Return the maker's part number of a product."""
    return f"Q{number:07d}-B"


def sku(number: int) -> str:
    """Return the shop's number of a product."""
    return f"BX{number:07d}"


def path(number: int) -> str:
    """Return the path of a product's page in the shop."""
    return f"/produkt/bx{number:07d}"
