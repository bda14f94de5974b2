/**
 * Asks the scoring service: one POST for what is asked at the same time by however many pages.
 */
import type { ScoreItem, ScoreResponse } from "../api";
import { readResponse } from "../guard";
import type { Language, Problem } from "../messages";
import type { Settings } from "../settings";
import { failed, leaveToAsk, recovered } from "./backoff";
import { boundedJson, call } from "./http";

const MAX_ANSWER_BYTES = 4_000_000;

/** What became of a question. */
export type Outcome = { response: ScoreResponse; at: number } | { problem: Problem };

/** The service cannot be had just now, which time may mend; all other problems are its own words. */
export const PASSING: ReadonlySet<Problem> = new Set(["unreachable", "slow"]);

function problemOf(status: number, body: unknown): Problem {
  if (status === 401 || status === 403) return "refused";
  const code = typeof body === "object" && body !== null && (body as { code?: unknown }).code;
  if (code === "snapshot_expired" || code === "snapshot_missing") return code;
  return status >= 500 || status === 429 ? "unreachable" : "rejected";
}

async function post(settings: Settings, language: Language, body: string): Promise<Outcome> {
  try {
    const answer = await call(settings, "/api/v1/scores", {
      method: "POST",
      cache: "no-store",
      headers: { "Content-Type": "application/json", "Accept-Language": language },
      body,
    });
    const document = await boundedJson(answer, MAX_ANSWER_BYTES);
    if (!answer.ok) return { problem: problemOf(answer.status, document) };
    const response = readResponse(document);
    return response ? { response, at: Date.now() } : { problem: "nonsense" };
  } catch (error) {
    const slow = error instanceof DOMException && error.name === "TimeoutError";
    return { problem: slow ? "slow" : "unreachable" };
  }
}

async function askInTime(settings: Settings, language: Language, body: string): Promise<Outcome> {
  const { service } = settings;
  const problem = await leaveToAsk(service);
  if (problem) return { problem };
  const began = Date.now();
  const outcome = await post(settings, language, body);
  if ("problem" in outcome && PASSING.has(outcome.problem)) {
    await failed(service, outcome.problem, began);
  } else {
    void recovered();
  }
  return outcome;
}

const inFlight = new Map<string, Promise<Outcome>>();

/** Score a shop's items; the same question asked twice at a time is sent once. Never rejects. */
export function askService(
  settings: Settings,
  language: Language,
  shop: string,
  items: ScoreItem[],
): Promise<Outcome> {
  const body = JSON.stringify({ shop, items });
  const question = JSON.stringify([settings.service, settings.token, language, body]);
  const flying =
    inFlight.get(question) ??
    askInTime(settings, language, body)
      .catch((): Outcome => ({ problem: "unreachable" }))
      .finally(() => inFlight.delete(question));
  inFlight.set(question, flying);
  return flying;
}
