/**
 * Settings: the build's first-run defaults, under the user's own, under the municipality's policy.
 *
 * A browser may need seconds to hand out its policy the first time, so the policy last seen is kept
 * in local storage and read from there; `refreshPolicy` renews it and is never waited for.
 */
import type { Contrast, Language } from "./messages";
import { put, remembered } from "./storage";

export interface Settings {
  /** Base URL of the scoring service, without a trailing slash; "" where none is chosen. */
  service: string;
  /** Bearer token, or "" for none. */
  token: string;
  language: Language | "auto";
  /** Whether product names are sent along with the identifiers. */
  sendNames: boolean;
  /** "more" asks for high contrast whatever the system says. */
  contrast: Contrast;
  /** Whether a swap is offered when something is put in the basket. */
  swaps: boolean;
  /** Whether identifiers seen and last answers are remembered in this browser. */
  remember: boolean;
  /** Hosts (host[:port]) where the buyer or the municipality has switched the score off. */
  paused: string[];
  /** Hosts (host[:port]) that the municipality names as shops, to be offered when they are open. */
  shops: string[];
}

const EMPTY: Settings = {
  service: "",
  token: "",
  language: "auto",
  sendNames: false,
  contrast: "auto",
  swaps: true,
  remember: true,
  paused: [],
  shops: [],
};

const MAX_HOSTS = 500;

/** Keep a URL that is http(s) and nothing more than a base; "" otherwise. */
export function cleanService(value: string): string {
  if (!URL.canParse(value)) return "";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "";
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/** Read the known keys of a stored, packaged or managed document; the rest is ignored. */
export function readSettings(value: unknown): Partial<Settings> {
  const from = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof Settings, unknown>
  >;
  const found: Partial<Settings> = {};
  if (typeof from.service === "string") found.service = cleanService(from.service);
  if (typeof from.token === "string") found.token = from.token.trim();
  if (from.language === "da" || from.language === "en" || from.language === "auto") {
    found.language = from.language;
  }
  for (const key of ["sendNames", "swaps", "remember"] as const) {
    if (typeof from[key] === "boolean") found[key] = from[key];
  }
  if (from.contrast === "auto" || from.contrast === "more") found.contrast = from.contrast;
  for (const key of ["paused", "shops"] as const) {
    const hosts: unknown = from[key];
    if (!Array.isArray(hosts)) continue;
    const named = hosts.filter((host) => typeof host === "string").slice(0, MAX_HOSTS);
    found[key] = named.map((host) => host.trim().toLowerCase());
  }
  return found;
}

let defaults: Promise<Partial<Settings>> | undefined;

async function packagedDefaults(): Promise<Partial<Settings>> {
  const answer = await fetch(chrome.runtime.getURL("dist/defaults.json"));
  return readSettings(await answer.json());
}

async function storedSettings(): Promise<Settings> {
  defaults ??= packagedDefaults();
  const [packaged, stored] = await Promise.all([
    defaults,
    chrome.storage.local.get(["settings", "policy"]),
  ]);
  const own = readSettings(stored.settings);
  const policy = readSettings(stored.policy);
  // Where the municipality pauses a host, the buyer may still pause others.
  const paused = [...new Set([...(policy.paused ?? []), ...(own.paused ?? [])])];
  return { ...EMPTY, ...packaged, ...own, ...policy, paused };
}

const inForce = remembered(["settings", "policy"], storedSettings);

/** The settings in force now. */
export function loadSettings(): Promise<Settings> {
  return inForce();
}

/** Change some of the user's own settings. Rejects where the browser has no room left for them. */
export async function saveSettings(changes: Partial<Settings>): Promise<void> {
  const stored = await chrome.storage.local.get("settings");
  const saved = await put({ settings: { ...readSettings(stored.settings), ...changes } });
  if (!saved) throw new Error("The settings could not be stored");
}

/** The keys the municipality has set, for which the options page shows no field to change. */
export async function policyKeys(): Promise<Set<string>> {
  const stored = await chrome.storage.local.get("policy");
  return new Set(Object.keys(readSettings(stored.policy)));
}

/** Fetch the policy and remember it for the next start. */
export async function refreshPolicy(): Promise<void> {
  try {
    const managed: unknown = await chrome.storage.managed.get(null);
    await put({ policy: readSettings(managed) });
  } catch {
    // Firefox rejects where no policy exists, which is the usual case.
    await chrome.storage.local.remove("policy");
  }
}

/** The language to speak; "auto" follows the browser: Danish for the Nordic languages. */
export function spokenLanguage(setting: Settings["language"]): Language {
  if (setting !== "auto") return setting;
  return /^(da|nb|nn|no|sv|fo|kl)\b/i.test(chrome.i18n.getUILanguage()) ? "da" : "en";
}
