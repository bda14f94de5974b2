/**
 * What the options page and the pop-up share: language, and grants by origin.
 */
import { loadSettings, type Settings, spokenLanguage } from "../settings";
import { PAGE_WORDS, type PageWords } from "./words";

/** Load the settings and set the document to their language. */
export async function begin(): Promise<{ settings: Settings; words: PageWords }> {
  const settings = await loadSettings();
  const language = spokenLanguage(settings.language);
  document.documentElement.lang = language;
  return { settings, words: PAGE_WORDS[language] };
}

/** A pattern as people read it. */
export function shopName(pattern: string): string {
  return pattern.replace(/^https?:\/\//, "").replace(/\/\*$/, "");
}

/** Ask the user for a grant. Must be called straight from a click, before anything is awaited. */
export async function request(pattern: string): Promise<boolean> {
  return chrome.permissions.request({ origins: [pattern] });
}

/** Patterns the package or a policy grants, which the user cannot take back. */
export function requiredPatterns(): Set<string> {
  const manifest = chrome.runtime.getManifest() as { host_permissions?: string[] };
  return new Set(manifest.host_permissions ?? []);
}
