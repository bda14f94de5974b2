/**
 * The one product a product page is about, among the related ones beside it.
 */
import { first, shopPath } from "./dom";
import { addresses, isProduct, isType, strings, type Thing, things } from "./things";

/** What the page says of itself, against which products are weighed. */
export interface PageFacts {
  url: URL;
  /** The pathname of the canonical link, or "" where there is none in this shop. */
  canonical: string;
  /** The text of the only h1, or "". */
  heading: string;
}

const simplified = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** All products that stand for themselves: groups are replaced by their fitting variant. */
export function standaloneProducts(found: Thing[], page: URL): Thing[] {
  return found.flatMap((thing) => {
    const groups = isType(thing, "ProductGroup") || things(thing, "hasVariant").length > 0;
    if (groups) return [variantOf(thing, page)];
    if (isProduct(thing)) return [withChosenOffer(thing, page)];
    return ["mainEntity", "about"].flatMap((property) =>
      things(thing, property)
        .filter((inner) => isProduct(inner) || isType(inner, "ProductGroup"))
        .map((inner) => (isType(inner, "ProductGroup") ? variantOf(inner, page) : inner)),
    );
  });
}

/** Whether an address is this very page, its query included. */
function isHere(address: string, page: URL): boolean {
  if (!URL.canParse(address, page.href)) return false;
  const { pathname, search } = new URL(address, page.href);
  return pathname === page.pathname && search === page.search;
}

/**
 * A product whose offers are its variants, each with numbers and an address of its own: the offer
 * that is this page says which, and what the product says of another variant is dropped.
 */
function withChosenOffer(thing: Thing, page: URL): Thing {
  const offers = things(thing, "offers").flatMap((offer) => [offer, ...things(offer, "offers")]);
  if (offers.length < 2) return thing;
  const numbers = (offer: Thing): string =>
    ["sku", "gtin", "gtin13", "gtin14", "gtin12", "gtin8", "mpn"]
      .flatMap((property) => strings(offer, property))
      .join();
  if (new Set(offers.map(numbers)).size < 2) return thing;
  const here = offers.filter((offer) => strings(offer, "url").some((url) => isHere(url, page)));
  const chosen = here.length === 1 && page.search !== "" ? here[0] : undefined;
  const properties = new Map(thing.properties);
  const inside = things(chosen ?? thing, "itemOffered")[0];
  for (const [property, values] of [...(inside?.properties ?? []), ...(chosen?.properties ?? [])]) {
    if (/^(sku|mpn|gtin\d*)$/.test(property)) properties.set(property, values);
  }
  if (chosen) {
    const own = [...chosen.properties.keys(), ...(inside?.properties.keys() ?? [])];
    for (const property of properties.keys()) {
      if (/^(sku|mpn|gtin\d*)$/.test(property) && !own.includes(property))
        properties.delete(property);
    }
    properties.set("offers", [chosen]);
  }
  return { ...thing, properties };
}

/** The variant whose address is this very page, or the only one; else the group without numbers. */
function variantOf(group: Thing, page: URL): Thing {
  const variants = things(group, "hasVariant");
  const here = variants.filter((variant) =>
    addresses(variant).some((address) => isHere(address, page)),
  );
  const chosen = here.length === 1 ? here[0] : variants.length === 1 ? variants[0] : undefined;
  const properties = new Map(chosen?.properties ?? []);
  for (const shared of ["brand", "manufacturer", "name", "url"]) {
    const value = group.properties.get(shared);
    if (value && !properties.has(shared)) properties.set(shared, value);
  }
  return { types: ["Product"], properties, element: group.element };
}

/** The paths in this shop that a product says are its own. */
export function pathsOf(thing: Thing, page: URL): string[] {
  return addresses(thing)
    .map((address) => shopPath(address, page))
    .filter((path) => path !== null);
}

/**
 * Choose the main product; null where the page does not tell which it is.
 *
 * In order: the one that gives this page as its address, the one named as the heading, and the
 * only one there is, unless it lives on another page of the shop or apart from the heading.
 */
export function chooseMain(products: Thing[], facts: PageFacts): Thing | null {
  const here = products.filter((thing) =>
    pathsOf(thing, facts.url).some(
      (path) => path === facts.url.pathname || path === facts.canonical,
    ),
  );
  if (here.length === 1 && here[0] && !facts.url.pathname.match(/^\/?$/)) return here[0];
  const among = here.length > 1 ? here : products;
  if (facts.heading !== "") {
    const wanted = simplified(facts.heading);
    const named = among.filter((thing) =>
      strings(thing, "name").some((name) => simplified(name) === wanted),
    );
    if (named.length === 1 && named[0]) return named[0];
  }
  const [only] = among;
  if (among.length !== 1 || !only) return null;
  const elsewhere = pathsOf(only, facts.url).length > 0 && here.length === 0;
  return elsewhere || isBesideHeading(only, facts) ? null : only;
}

/** An item marked up in the page, in a part of it that the page's heading is not in: a card. */
function isBesideHeading({ element }: Thing, { heading }: PageFacts): boolean {
  return element !== null && heading !== "" && first(element, "h1") === null;
}
