/**
 * What kind of page this is, by its address and its heading: basket, list to order from, search.
 */
import type { PageKind } from "./format";

/** Whole segments of an address, without case, accents as shops spell them out. */
const BASKET_PATH =
  /^(?:(?:min-?|vare-?|handle|indk(?:ø|oe|o)bs-?)?kurv(?:en)?|(?:shopping-?|view-?|my-?)?(?:cart|basket|bag)|carrello|panier|warenkorb|winkelwagen|kundvagn|varukorg|ostoskori)(?:\.\w{2,5})?$/;
const LIST_PATH =
  /^(?:bestillings-?lister?|hurtig-?(?:bestilling|ordre|k(?:ø|oe|o)b)|quick-?(?:order|buy|shop)(?:ing)?|(?:ordre|order)-?(?:lister?|lists?|skabelon(?:er)?|templates?|pads?|form(?:ular)?)|indk(?:ø|oe|o)bs-?lister?|favorit(?:ter|lister?)?|shopping-?lists?|re-?order|genbestil(?:ling)?|requisition-?lists?|(?:mine-?)?ordrer|order-?history|ordrehistorik)(?:\.\w{2,5})?$/;
const SEARCH_PATH =
  /^(?:s(?:ø|oe|o)g(?:ning|e?resultater?)?|search(?:-?results?)?|catalogsearch|result|suche|recherche|zoeken|s(?:ö|o)k)(?:\.\w{2,5})?$/;
const SEARCH_WORDS = [
  "q",
  "query",
  "search",
  "searchterm",
  "keyword",
  "keywords",
  "s",
  "soeg",
  "sog",
  "søg",
];

const BASKET_HEADING =
  /^(?:(?:din|min|jeres|your|my)\s+)?(?:(?:indkøbs|vare|handle)?kurv(?:en)?|indkøbskurv(?:en)?|(?:shopping\s+)?(?:cart|basket|bag))(?:\s*\(?\d*\)?)?$/i;
const LIST_HEADING =
  /^(?:(?:din|min|mine|jeres|your|my)\s+)?(?:bestillingslister?|hurtig\s?(?:bestilling|ordre|køb)|quick\s?(?:order|buy)|ordre(?:liste|skabelon)r?|indkøbslister?|order\s(?:list|template|pad)s?|shopping\slists?|favorit(?:ter|liste)|genbestil)\b/i;

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** What the address and the only heading say; null where they say nothing of these three. */
export function namedKind(
  url: URL,
  heading: string,
): Extract<PageKind, "basket" | "list" | "search"> | null {
  const segments = decoded(url.pathname.slice(0, 500)).toLowerCase().split("/").slice(-6);
  // "/cart/add/17" is no basket: the word ends the address, or is followed by an index alone.
  const tail = segments.filter((segment) => segment !== "" && segment !== "index").slice(-1);
  if (tail.some((segment) => BASKET_PATH.test(segment))) return "basket";
  if (segments.some((segment) => LIST_PATH.test(segment))) return "list";
  if (BASKET_HEADING.test(heading)) return "basket";
  if (LIST_HEADING.test(heading)) return "list";
  if (segments.some((segment) => SEARCH_PATH.test(segment))) return "search";
  const asked = SEARCH_WORDS.some((word) => (url.searchParams.get(word) ?? "").trim() !== "");
  return asked ? "search" : null;
}
