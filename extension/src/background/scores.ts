/**
 * A page's question from beginning to end: checked, completed, asked, and answered from memory
 * where the service cannot be had.
 */
import type { ScoreItem } from "../api";
import type { Problem, ScoreAnswer, ScoreMessage } from "../messages";
import { loadSettings } from "../settings";
import { type Asked, keep, recall } from "./answers";
import { askService, PASSING } from "./client";
import { gate } from "./gate";
import { complete, learn } from "./memory";
import { outgoing } from "./outgoing";

/** Do what remembers something, unless the buyer has just said that nothing is to be. */
function note(task: () => Promise<void>): void {
  loadSettings()
    .then(({ remember }) => (remember ? task() : undefined))
    .catch(() => undefined);
}

/**
 * Score the items of a page; every failure is a named problem. In a private window nothing is
 * remembered and nothing remembered is used.
 */
export async function answerScores(
  page: URL,
  { items, main }: ScoreMessage,
  isPrivate: boolean,
): Promise<ScoreAnswer> {
  const { on, settings, language } = await gate(page);
  const problem = (problem: Problem, sent: ScoreItem[]): ScoreAnswer => ({
    ok: false,
    language,
    sent,
    problem,
  });
  if (!on) return problem("off", []);
  const shop = page.host;
  const remember = settings.remember && !isPrivate;
  const shown = outgoing(items, settings.sendNames);
  const own = shown.find(({ ref }) => ref === main);
  if (remember && own) note(() => learn(shop, own));
  const sent = remember ? await complete(shop, shown) : shown;
  const asked: Asked = { settings, language, shop };
  const outcome = await askService(settings, language, shop, sent);
  if ("response" in outcome) {
    const { response, at } = outcome;
    if (remember) note(() => keep(asked, sent, response, at));
    return { ok: true, language, sent, response, at, stale: false };
  }
  // A service that says no is heard: its snapshot has run out, we are not let in, or it cannot read
  // the question. An old answer in place of that would hide what somebody has to mend.
  const old = remember && PASSING.has(outcome.problem) ? await recall(asked, sent) : null;
  return old ? { ok: true, language, sent, ...old, stale: true } : problem(outcome.problem, sent);
}
