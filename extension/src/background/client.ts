/**
 * Asks the scoring service: one POST, no cookies, no referrer, a time limit and a size limit.
 */
import type { ScoreItem } from "../api";
import { readResponse, safePath } from "../guard";
import type { Problem, ScoreAnswer } from "../messages";
import { isGranted } from "../origins";
import { loadSettings, type Settings, spokenLanguage } from "../settings";

const TIMEOUT_MS = 10_000;
const MAX_ITEMS = 100;
const MAX_ANSWER_BYTES = 4_000_000;

const IDENTIFIERS = ["gtin", "brand", "mpn", "sku"] as const;

/** The only fields that leave the browser, copied one by one. */
function outgoing(item: ScoreItem, sendNames: boolean): ScoreItem {
  const sent: ScoreItem = { ref: String(item.ref) };
  for (const key of sendNames ? ([...IDENTIFIERS, "name"] as const) : IDENTIFIERS) {
    const value = item[key];
    if (typeof value === "string" && value !== "") sent[key] = value.slice(0, 200);
  }
  const path = safePath(item.path);
  if (path && !/[?#]/.test(path)) sent.path = path;
  return sent;
}

/** Read a body, giving up where it is larger than any honest answer. */
async function boundedJson(answer: Response): Promise<unknown> {
  const reader = answer.body?.getReader();
  if (!reader) return null;
  const decoder = new TextDecoder();
  let size = 0;
  let body = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      await reader.cancel();
      return null;
    }
    body += decoder.decode(value, { stream: true });
  }
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function problemOf(status: number, body: unknown): Problem {
  if (status === 401 || status === 403) return "refused";
  const code = typeof body === "object" && body !== null && (body as { code?: unknown }).code;
  if (code === "snapshot_expired" || code === "snapshot_missing") return code;
  return status >= 500 || status === 429 ? "unreachable" : "rejected";
}

async function post(
  settings: Settings,
  shop: string,
  items: ScoreItem[],
  language: string,
): Promise<Response> {
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    "Accept-Language": language,
  };
  if (settings.token !== "") headers.Authorization = `Bearer ${settings.token}`;
  return fetch(`${settings.service}/api/v1/scores`, {
    method: "POST",
    headers,
    body: JSON.stringify({ shop, items }),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/** Score the items of a page; never throws, every failure is a named problem. */
export async function answerScores(page: URL, items: ScoreItem[]): Promise<ScoreAnswer> {
  const [settings, granted] = await Promise.all([loadSettings(), isGranted(page.href)]);
  const language = spokenLanguage(settings.language);
  const off = (problem: Problem, sent: ScoreItem[] = []): ScoreAnswer => ({
    ok: false,
    language,
    sent,
    problem,
  });
  const { service } = settings;
  // A page that was open when its grant was taken back still has its script, and no longer a say.
  if (!granted || service === "" || settings.paused.includes(page.host)) return off("off");
  if (new URL(service).origin === page.origin) return off("off");
  const sent = items.slice(0, MAX_ITEMS).map((item) => outgoing(item, settings.sendNames));
  try {
    const answer = await post(settings, page.host, sent, language);
    const body = await boundedJson(answer);
    if (!answer.ok) return off(problemOf(answer.status, body), sent);
    const response = readResponse(body);
    return response
      ? { ok: true, language, sent, response, at: Date.now(), stale: false }
      : off("nonsense", sent);
  } catch (error) {
    const slow = error instanceof DOMException && error.name === "TimeoutError";
    return off(slow ? "slow" : "unreachable", sent);
  }
}
