/**
 * Whether we have any business on a page: granted, a service chosen, not switched off there.
 */
import type { Language } from "../messages";
import { isGranted } from "../origins";
import { loadStored, type Settings, spokenLanguage } from "../settings";

export interface Gate {
  on: boolean;
  settings: Settings;
  language: Language;
  /** What else was asked for from storage. */
  stored: Record<string, unknown>;
}

/** Judge the page at an address, reading the stored values of `more` in the same go. */
export async function gate(page: URL, ...more: string[]): Promise<Gate> {
  // A page that was open when its grant was taken back still has its script, and no longer a say.
  const [{ settings, stored }, granted] = await Promise.all([
    loadStored(...more),
    isGranted(page.href),
  ]);
  const { service, paused } = settings;
  const on =
    granted &&
    service !== "" &&
    !paused.includes(page.host) &&
    new URL(service).origin !== page.origin;
  return { on, settings, language: spokenLanguage(settings.language), stored };
}
