/**
 * Whether the service can be had, and if not, what is wrong in words a person can act on.
 */
import { boundedJson } from "../background/http";
import type { Settings } from "../settings";
import type { PageWords } from "./words";

const TIMEOUT_MS = 8_000;
const MAX_BYTES = 4_000_000;

export type Check =
  | { ok: true; ruleset: string; version: string; published: string }
  | { ok: false; problem: keyof PageWords["checks"] };

type Where = Pick<Settings, "service" | "token">;

const failed = (problem: keyof PageWords["checks"]): Check => ({ ok: false, problem });

function text(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 100) : "";
}

function judge(status: number, body: unknown): Check {
  const of = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const code = text(of.code);
  // An error of ours says its own status in the one shape that all our errors have.
  const ours = of.status === status && code !== "";
  if (ours && (status === 401 || status === 403)) return failed("token");
  if (ours && (code === "snapshot_missing" || code === "snapshot_expired")) return failed(code);
  const [ruleset, version, published] = [text(of.id), text(of.version), text(of.published_at)];
  const whole = status === 200 && ruleset !== "" && version !== "" && text(of.hash) !== "";
  return whole ? { ok: true, ruleset, version, published } : failed("other");
}

/** Whether anything answers there at all: an answer that we may not read is an answer. */
async function answers(address: string): Promise<boolean> {
  try {
    await fetch(address, { mode: "no-cors", signal: AbortSignal.timeout(TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Ask the service for its ruleset, with the token; never throws. */
export async function check({ service, token }: Where): Promise<Check> {
  if (service === "") return failed("address");
  // What no header can carry was never a token.
  if (!/^[\x21-\x7e]*$/.test(token)) return failed("token");
  const address = `${service}/api/v1/rulesets/current`;
  try {
    const answer = await fetch(address, {
      headers: token === "" ? {} : { Authorization: `Bearer ${token}` },
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return judge(answer.status, await boundedJson(answer, MAX_BYTES));
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return failed("slow");
    return failed((await answers(service)) ? "other" : "unreachable");
  }
}
