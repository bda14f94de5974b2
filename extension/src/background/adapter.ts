/**
 * Reads an adapter from the service as hostile input: known keys, right kinds, bounded sizes.
 */
import { type Adapter, PAGE_KINDS } from "../extract/format";

/** "text", a list of texts, known keys, or any keys with one shape of value. */
type Shape = "text" | "texts" | { keys: Record<string, Shape> } | { each: Shape };

const TEXT_LIMIT = 500;
const LIST_LIMIT = 50;

const FIELDS: Shape = { each: "text" };
const named = (...keys: string[]): Record<string, Shape> =>
  Object.fromEntries(keys.map((key) => [key, "text"]));

const ADAPTER: Shape = {
  keys: {
    ...named("id", "name", "detect", "add"),
    hosts: "texts",
    pages: {
      keys: Object.fromEntries(
        PAGE_KINDS.map((kind) => [kind, { keys: { match: "text", paths: "texts" } }]),
      ),
    },
    product: {
      keys: {
        ...named("root", "name", "image", "price"),
        labels: { each: "texts" },
        fields: FIELDS,
        variant: { keys: { fields: FIELDS } },
      },
    },
    listing: { keys: { ...named("card", "link", "name", "image", "price"), fields: FIELDS } },
    lines: {
      keys: { ...named("line", "link", "name", "quantity", "price", "total"), fields: FIELDS },
    },
  },
};

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= TEXT_LIMIT;
}

/** A copy of `value` that has the shape, or undefined where it has another. */
function copy(value: unknown, shape: Shape): unknown {
  if (shape === "text") return isText(value) ? value : undefined;
  if (shape === "texts") {
    const fits = Array.isArray(value) && value.length <= LIST_LIMIT && value.every(isText);
    return fits ? [...value] : undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries: Array<[string, unknown]> = [];
  for (const [key, part] of Object.entries(value).slice(0, LIST_LIMIT)) {
    const inner = "each" in shape ? shape.each : own(shape.keys, key);
    const read = inner && copy(part, inner);
    if (read === undefined) return undefined;
    entries.push([key, read]);
  }
  return Object.fromEntries(entries);
}

function own(keys: Record<string, Shape>, key: string): Shape | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** An adapter, or null where the value is none: an unknown key or a wrong value spoils it whole. */
export function readAdapter(value: unknown): Adapter | null {
  const read = copy(value, ADAPTER) as Partial<Adapter> | undefined;
  if (!read?.id || !read.name || !read.hosts) return null;
  if (read.listing && !read.listing.card) return null;
  if (read.lines && !read.lines.line) return null;
  if (read.product?.variant && !read.product.variant.fields) return null;
  return read as Adapter;
}
