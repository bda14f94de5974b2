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
  const found: Element[] = [];
  try {
    const list = querySelectorAll.call(root, selector);
    for (let index = 0, end = Math.min(list.length, limit); index < end; index += 1) {
      found.push(list[index] as Element);
    }
  } catch {
    return [];
  }
  return found;
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

const tagGetter = Object.getOwnPropertyDescriptor(Element.prototype, "localName")?.get;

/** The element's name in lower case, also where a form field is named "localName". */
export function tag(element: Element): string {
  return String(tagGetter?.call(element) ?? "");
}

const nextGetter = Object.getOwnPropertyDescriptor(Element.prototype, "nextElementSibling")?.get;

/** The next element beside this one. */
export function next(element: Element): Element | null {
  return (nextGetter?.call(element) as Element | null | undefined) ?? null;
}

const childrenGetter = Object.getOwnPropertyDescriptor(Element.prototype, "children")?.get;

/** The element's child elements, at most `limit` of them. */
export function childrenOf(element: Element, limit = 500): Element[] {
  const found = childrenGetter?.call(element) as HTMLCollection | undefined;
  return found ? Array.prototype.slice.call(found, 0, limit) : [];
}

/** A walker over the text nodes under `root`. */
export function texts(root: Node): TreeWalker {
  const page = Document.prototype.createTreeWalker;
  return page.call(document, root, NodeFilter.SHOW_TEXT);
}

/** Whether `inner` lies in `outer` or is it. */
export function within(inner: Node, outer: Element): boolean {
  return Node.prototype.contains.call(outer, inner);
}

/** Invisible marks (U+200E and its kin, soft hyphen, BOM) that shops leave around values. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const UNTIDY = /^\s|\s$|\s\s|[^\S ]|[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/** Text without invisible marks and with runs of white space as one blank. */
export function tidy(value: string): string {
  if (!UNTIDY.test(value)) return value;
  return value.replace(INVISIBLE, "").replace(/\s+/g, " ").trim();
}

const textGetter = Object.getOwnPropertyDescriptor(Node.prototype, "textContent")?.get;

/** An element's or text node's text as it stands; "" for none. */
export function rawText(node: Node): string {
  return (textGetter?.call(node) as string | null | undefined) ?? "";
}

/** An element's text, tidied; "" where it is longer than any identifier or name. */
export function text(node: Node | null, limit = TEXT_LIMIT): string {
  const raw = node ? rawText(node) : "";
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
