/**
 * Reading a hostile page's DOM.
 *
 * A page may name a form field "querySelector" or "getAttribute" and so shadow the method of that
 * name on its form or document, in our isolated world too. Methods are therefore taken from their
 * prototypes. Every read is bounded.
 */

const TEXT_LIMIT = 300;
const NODE_LIMIT = 5_000;

/** Elements under `root` that match, at most `limit` of them; none where the selector is invalid. */
export function all(root: ParentNode, selector: string, limit = NODE_LIMIT): Element[] {
  const { querySelectorAll } = root instanceof Document ? Document.prototype : Element.prototype;
  try {
    return Array.prototype.slice.call(querySelectorAll.call(root, selector), 0, limit);
  } catch {
    return [];
  }
}

/** The first element under `root` that matches; null where the selector is invalid. */
export function first(root: ParentNode, selector: string): Element | null {
  const { querySelector } = root instanceof Document ? Document.prototype : Element.prototype;
  try {
    return querySelector.call(root, selector);
  } catch {
    return null;
  }
}

/** An attribute's value, or "". */
export function attr(element: Element, name: string): string {
  return Element.prototype.getAttribute.call(element, name) ?? "";
}

/** Whether `element` matches; false where the selector is invalid. */
export function matches(element: Element, selector: string): boolean {
  try {
    return Element.prototype.matches.call(element, selector);
  } catch {
    return false;
  }
}

/** The nearest ancestor, or the element itself, that matches. */
export function closest(element: Element, selector: string): Element | null {
  try {
    return Element.prototype.closest.call(element, selector);
  } catch {
    return null;
  }
}

const parentGetter = Object.getOwnPropertyDescriptor(Node.prototype, "parentElement")?.get;

/** The parent element, also where a form field is named "parentElement". */
export function parent(element: Node): Element | null {
  return (parentGetter?.call(element) as Element | null | undefined) ?? null;
}

/** Invisible marks (U+200E and its kin, soft hyphen, BOM) that shops leave around values. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text without invisible marks and with runs of white space as one blank. */
export function tidy(value: string): string {
  return value.replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
}

const textGetter = Object.getOwnPropertyDescriptor(Node.prototype, "textContent")?.get;

/** An element's text, tidied; "" where it is longer than any identifier or name. */
export function text(node: Node | null, limit = TEXT_LIMIT): string {
  const raw = node ? ((textGetter?.call(node) as string | null | undefined) ?? "") : "";
  if (raw.length > limit * 4) return "";
  const tidied = tidy(raw);
  return tidied.length <= limit ? tidied : "";
}

/** A path that needs no parsing to be known as one of this shop, in its normal form. */
const PLAIN_PATH = /^\/(?![/\\])(?:[\w~%-]+\/)*[\w~%-]*(?=[?#]|$)/;

/** The pathname of a link in the same shop, or null for any other link. */
export function shopPath(href: string, page: URL): string | null {
  const plain = PLAIN_PATH.exec(href);
  if (plain) return plain[0];
  if (href === "" || href.startsWith("#") || !URL.canParse(href, page.href)) return null;
  const url = new URL(href, page.href);
  return url.host === page.host && url.protocol === page.protocol ? url.pathname : null;
}
