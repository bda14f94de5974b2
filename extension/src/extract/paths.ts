/**
 * Patterns of a pathname: "*" within a segment, "**" for any number of segments, and "{sku}",
 * "{gtin}" or "{mpn}" for a part that is that identifier.
 *
 * They are matched step by step and never become regular expressions, so that no pattern and no
 * path can make the matching slow.
 */

const MAX_SEGMENTS = 40;
const MAX_SEGMENT = 300;
const CAPTURES = ["gtin", "mpn", "sku"] as const;

export type Captured = { [name in (typeof CAPTURES)[number]]?: string };

type Token = { literal: string } | { capture: string | null };

/** A segment's parts: literals, stars and captures; null where a brace is not one of ours. */
function tokens(segment: string): Token[] | null {
  const parts = segment.split(/(\*|\{[^{}]*\})/).filter((part) => part !== "");
  const found = parts.map((part): Token | null => {
    if (part === "*") return { capture: null };
    const name = CAPTURES.find((known) => part === `{${known}}`);
    if (name) return { capture: name };
    return /[{}]/.test(part) ? null : { literal: part };
  });
  return found.includes(null) ? null : found.filter((token) => token !== null);
}

/** Whether a pattern is one that can be matched at all. */
export function isPattern(pattern: string): boolean {
  if (!pattern.startsWith("/") || pattern.length > MAX_SEGMENT) return false;
  const segments = pattern.slice(1).split("/");
  return (
    segments.length <= MAX_SEGMENTS &&
    segments.every((segment) => segment === "**" || (!segment.includes("**") && tokens(segment)))
  );
}

/**
 * One segment against its tokens: literals in order, each as early as it can stand, the last one
 * at the end. A capture is never empty; a star may be.
 */
function matchSegment(parts: Token[], segment: string): Captured | null {
  const captured: Captured = {};
  let at = 0;
  let open: { capture: string | null; from: number } | null = null;
  const close = (end: number): boolean => {
    const name = open && CAPTURES.find((known) => known === open?.capture);
    if (open && name) {
      if (end <= open.from) return false;
      captured[name] = segment.slice(open.from, end);
    }
    open = null;
    return true;
  };
  for (const [index, part] of parts.entries()) {
    if ("capture" in part) {
      // Two neighbours without a literal between them cannot be told apart.
      if (open !== null) return null;
      open = { capture: part.capture, from: at };
      continue;
    }
    const last = index === parts.length - 1;
    const least: number = at + (open !== null && open.capture !== null ? 1 : 0);
    const found: number =
      open === null
        ? segment.startsWith(part.literal, at)
          ? at
          : -1
        : last
          ? segment.length - part.literal.length
          : segment.indexOf(part.literal, least);
    if (found < least || !segment.startsWith(part.literal, found) || !close(found)) return null;
    at = found + part.literal.length;
  }
  if (open !== null) return close(segment.length) ? captured : null;
  return at === segment.length ? captured : null;
}

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const segmentsOf = (path: string): string[] => {
  const segments = path.slice(1).split("/");
  return segments.at(-1) === "" ? segments.slice(0, -1) : segments;
};

/** What a path holds by a pattern, or null where it does not fit; a last slash counts for nothing. */
export function matchPath(pattern: string, path: string): Captured | null {
  if (!isPattern(pattern) || !path.startsWith("/")) return null;
  const wanted = segmentsOf(pattern);
  const found = segmentsOf(path).map(decoded);
  if (found.length > MAX_SEGMENTS || found.some(({ length }) => length > MAX_SEGMENT)) return null;
  // Row by row: what was captured on the way to "the first n segments fit the first m patterns".
  let row: Array<Captured | null> = [{}, ...found.map(() => null)];
  for (const part of wanted) {
    const parts = part === "**" ? null : (tokens(part) ?? []);
    const next: Array<Captured | null> = [parts ? null : (row[0] ?? null)];
    for (const [index, segment] of found.entries()) {
      const before = row[index] ?? null;
      if (!parts) next.push(row[index + 1] ?? next[index] ?? null);
      else {
        const inside = before && matchSegment(parts, segment);
        next.push(before && inside ? { ...before, ...inside } : null);
      }
    }
    row = next;
  }
  return row[found.length] ?? null;
}
