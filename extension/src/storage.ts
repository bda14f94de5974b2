/**
 * What is kept in this browser: settings and policy for good, everything else as caches.
 *
 * A full disk or a spent quota must cost nobody a score: then the caches go, and all that would be
 * missed is what they saved.
 */

const KEPT = new Set(["settings", "policy"]);

/**
 * A cache's value as it was kept; undefined where it is none. Caches are kept as JSON texts, since
 * the browser takes a hundred times as long over two thousand small lists as over one text.
 */
export function parsed(stored: unknown): unknown {
  if (typeof stored !== "string") return undefined;
  try {
    return JSON.parse(stored);
  } catch {
    return undefined;
  }
}

/** A function that reads what rests on some keys, and does so again only when they have changed. */
export function remembered<T>(keys: string[], read: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && keys.some((key) => key in changes)) known = undefined;
  });
  return () => {
    if (known) return known;
    const now = read();
    known = now;
    now.catch(() => {
      known = undefined;
    });
    return now;
  };
}

/** The caches of these keys; nothing where the store cannot be read. */
export async function readCaches(keys: string[]): Promise<Record<string, unknown>> {
  try {
    const stored = await chrome.storage.local.get(keys);
    return Object.fromEntries(keys.map((key) => [key, parsed(stored[key])]));
  } catch {
    return {};
  }
}

/** Keep caches; false where there is no room for them. */
export function putCaches(values: Record<string, unknown>): Promise<boolean> {
  const texts = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]);
  return put(Object.fromEntries(texts));
}

/** Store values, clearing the caches where there is no room; false where that did not help. */
export async function put(values: Record<string, unknown>): Promise<boolean> {
  try {
    await chrome.storage.local.set(values);
    return true;
  } catch {
    return dropCaches()
      .then(() => chrome.storage.local.set(values))
      .then(() => true)
      .catch(() => false);
  }
}

async function dropCaches(): Promise<void> {
  const stored = await chrome.storage.local.get(null);
  await chrome.storage.local.remove(Object.keys(stored).filter((key) => !KEPT.has(key)));
}
