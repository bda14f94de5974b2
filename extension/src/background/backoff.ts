/**
 * Leaving a dead service alone: after a failure nobody asks for 2 seconds, then 4, up to a minute.
 *
 * When the wait is over, one request goes ahead and the others still wait for what becomes of it,
 * so that a dead service costs one request a wait, and not one a page. The state is kept for the
 * browser session, since a worker is often ended before the wait is.
 */
import { PROBLEMS, type Problem } from "../messages";
import { TIMEOUT_MS } from "./http";
import { makeQueue } from "./queue";

const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;

interface Wait {
  service: string;
  problem: Problem;
  failures: number;
  failedAt: number;
  until: number;
}

const inTurn = makeQueue();
/** What is kept, once it has been read. */
let known: Wait | null | undefined;
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === "session" && "backoff" in changes) known = undefined;
});

async function read(service: string): Promise<Wait | null> {
  if (known === undefined) {
    const { backoff } = (await chrome.storage.session.get("backoff")) as { backoff?: Wait };
    known = backoff && PROBLEMS.includes(backoff.problem) ? backoff : null;
  }
  return known?.service === service ? known : null;
}

async function write(backoff: Wait): Promise<void> {
  known = backoff;
  await chrome.storage.session.set({ backoff });
}

/** Leave to ask the service now: null, or the problem that it had and that is waited out. */
export function leaveToAsk(service: string): Promise<Problem | null> {
  return inTurn(async () => {
    const wait = await read(service);
    if (!wait) return null;
    if (Date.now() < wait.until) return wait.problem;
    await write({ ...wait, until: Date.now() + TIMEOUT_MS });
    return null;
  });
}

/** Note that a request begun at `began` failed; several that failed together count as one. */
export function failed(service: string, problem: Problem, began: number): Promise<void> {
  return inTurn(async () => {
    const wait = await read(service);
    if (wait && wait.failedAt >= began) return;
    const failures = (wait?.failures ?? 0) + 1;
    const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
    const failedAt = Date.now();
    await write({ service, problem, failures, failedAt, until: failedAt + pause });
  });
}

/** Note that the service answers. */
export function recovered(): Promise<void> {
  return inTurn(async () => {
    if (known === null) return;
    known = null;
    await chrome.storage.session.remove("backoff");
  });
}
