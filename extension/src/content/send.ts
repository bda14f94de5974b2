/**
 * The page's one way to the background worker.
 */
import type { BackgroundMessage } from "../messages";

/** Whether this copy of the extension is still the one installed. */
export function alive(): boolean {
  return chrome.runtime?.id !== undefined;
}

/** Ask the worker; null where it was ended before it answered, or this copy was replaced. */
export async function send<Answer>(message: BackgroundMessage): Promise<Answer | null> {
  if (!alive()) return null;
  try {
    return ((await chrome.runtime.sendMessage(message)) as Answer | undefined) ?? null;
  } catch {
    return null;
  }
}
