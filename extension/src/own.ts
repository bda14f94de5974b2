/**
 * Reading objects that came from outside: own properties alone, so that a polluted prototype never
 * supplies a value.
 */

export type Fields = Record<string, unknown>;

/** A value as an object with properties; null for lists and all else. */
export function record(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

/** An own property; undefined where there is none of that name. */
export function own(of: Fields, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
