/**
 * What is kept in this browser: settings and policy for good, everything else as caches.
 *
 * A full disk or a spent quota must cost nobody a score: then the caches go, and all that would be
 * missed is what they saved.
 */

const KEPT = new Set(["settings", "policy"]);

/** The stored values of these keys; nothing where the store cannot be read. */
export async function read(keys: string[]): Promise<Record<string, unknown>> {
  try {
    return await chrome.storage.local.get(keys);
  } catch {
    return {};
  }
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
