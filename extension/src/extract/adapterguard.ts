/**
 * Reads an adapter that came from outside (the service, a file) as hostile input.
 *
 * An adapter without an id or a name is none. Everything else that is wrong is left out: what then
 * remains still says something true of the shop, or nothing.
 */
import { type Fields, own, record } from "../own";
import type { Adapter, FieldMap, PageSign } from "./format";
import { IDENTIFIERS, PAGE_KINDS } from "./format";
import { isPattern } from "./paths";

const SELECTOR_LIMIT = 300;
const WORD_LIMIT = 60;
const LIST_LIMIT = 40;

function word(value: unknown, limit: number): string | undefined {
  if (typeof value !== "string") return undefined;
  const bare = value.trim();
  return bare !== "" && bare.length <= limit ? bare : undefined;
}

function words(value: unknown, keep: (entry: string) => boolean): string[] {
  if (!Array.isArray(value)) return [];
  const found = value.slice(0, LIST_LIMIT).map((entry) => word(entry, SELECTOR_LIMIT));
  return found.filter((entry) => entry !== undefined).filter(keep);
}

const isHost = (host: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(host);

/**
 * A throwaway fragment: a selector that the browser does not understand throws on it. A worker has
 * no such thing; there a selector passes, and finds nothing where a page is read.
 */
const fragment = typeof DocumentFragment === "undefined" ? null : new DocumentFragment();

function selector(value: unknown): string | undefined {
  const found = word(value, SELECTOR_LIMIT);
  if (found === undefined || !fragment) return found;
  try {
    DocumentFragment.prototype.querySelector.call(fragment, found);
    return found;
  } catch {
    return undefined;
  }
}

/** A selector that may end in "@attribute". */
function field(value: unknown): string | undefined {
  const found = word(value, SELECTOR_LIMIT);
  const [, before = "", attribute] = /^(.*?)(?:@([\w-]+))?$/.exec(found ?? "") ?? [];
  // "@data-sku" alone reads the attribute of the root, card or line itself.
  const valid = before === "" ? attribute !== undefined : selector(before) !== undefined;
  return found !== undefined && valid ? found : undefined;
}

type Reader = (value: unknown) => unknown;

/** The own keys of `value` that their readers accept; undefined where none is left. */
function part(value: unknown, readers: { [key: string]: Reader }): Fields | undefined {
  const of = record(value);
  if (!of) return undefined;
  const entries = Object.entries(readers)
    .map(([key, read]) => [key, read(own(of, key))] as const)
    .filter(([, found]) => found !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const fieldMap: Reader = (value) =>
  part(value, Object.fromEntries(IDENTIFIERS.map((key) => [key, field]))) as FieldMap | undefined;

const labels: Reader = (value) => {
  const read: Reader = (list) => {
    const found = words(list, (entry) => entry.length <= WORD_LIMIT);
    return found.length > 0 ? found : undefined;
  };
  return part(value, Object.fromEntries(IDENTIFIERS.map((key) => [key, read])));
};

const sign: Reader = (value): PageSign | undefined => {
  const of = record(value);
  const match = of && selector(own(of, "match"));
  const paths = of ? words(own(of, "paths"), isPattern) : [];
  // A sign with one of its two halves lost would fit pages that it was not written for.
  const whole =
    of && (own(of, "match") === undefined || match) && (own(of, "paths") === undefined || paths[0]);
  if (!whole || (!match && !paths[0])) return undefined;
  return { ...(match ? { match } : {}), ...(paths[0] ? { paths } : {}) };
};

const variant: Reader = (value) => {
  const of = record(value);
  const fields = of && fieldMap(own(of, "fields"));
  return fields ? { fields } : undefined;
};

const shared = { name: field, image: selector, price: field, fields: fieldMap };
const listing = { ...shared, card: selector, link: selector };
const lines = {
  line: selector,
  link: selector,
  name: field,
  quantity: field,
  price: field,
  total: field,
  fields: fieldMap,
};

/** An adapter, with all that is well-formed in it; null where it is none at all. */
export function readAdapter(value: unknown): Adapter | null {
  const of = record(value);
  const id = of && word(own(of, "id"), WORD_LIMIT);
  const name = of && word(own(of, "name"), WORD_LIMIT);
  if (!of || !id || !name || !/^[a-z0-9][a-z0-9_.-]*$/.test(id)) return null;
  const rest = part(of, {
    detect: selector,
    pages: (found) => part(found, Object.fromEntries(PAGE_KINDS.map((kind) => [kind, sign]))),
    product: (found) => part(found, { ...shared, root: selector, labels, variant }),
    listing: (found) => withKey("card", part(found, listing)),
    lines: (found) => withKey("line", part(found, lines)),
    add: selector,
  });
  return { id, name, hosts: words(own(of, "hosts"), isHost), ...rest } as Adapter;
}

/** A part that is nothing without one of its keys. */
function withKey(key: string, found: Fields | undefined): Fields | undefined {
  return found && Object.hasOwn(found, key) ? found : undefined;
}
