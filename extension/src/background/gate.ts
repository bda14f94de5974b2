/**
 * Whether we have any business on a page: granted, a service chosen, not switched off there.
 */
import type { Language } from "../messages";
import { isGranted } from "../origins";
import { loadSettings, type Settings, spokenLanguage } from "../settings";

export interface Gate {
  on: boolean;
  settings: Settings;
  language: Language;
}

/** Judge the page at an address. */
export async function gate(page: URL): Promise<Gate> {
  // A page that was open when its grant was taken back still has its script, and no longer a say.
  const [settings, granted] = await Promise.all([loadSettings(), isGranted(page.href)]);
  const { service, paused } = settings;
  const on =
    granted &&
    service !== "" &&
    !paused.includes(page.host) &&
    new URL(service).origin !== page.origin;
  return { on, settings, language: spokenLanguage(settings.language) };
}
