/**
 * The best swaps in a basket that keep within its price: an exact multiple-choice knapsack.
 *
 * For each line one choice, or none. The sum of the cost changes must not exceed 0; the sum of
 * gains must be greatest; among equals the fewest swaps win, then the cheapest.
 *
 * A dynamic programme over the frontier of (cost, worth), line by line. A state that the linear
 * relaxation of the lines still to come cannot lift to the best answer known is dropped, so that
 * few are left. All figures are integers, so nothing is lost to rounding.
 */

export interface Choice {
  /** Change of the line's price, in whole øre; below 0 it is cheaper. */
  cost: number;
  /** What it is worth, a whole number. */
  gain: number;
}

interface Option {
  /** Which choice, or -1 for leaving the line as it is. */
  index: number;
  cost: number;
  /** Gain and fewness of swaps in one number: gain × (lines + 1) - 1. */
  worth: number;
}

/** One step up from an option to the next on the upper hull of a line's options. */
interface Step {
  line: number;
  cost: number;
  worth: number;
}

interface States {
  cost: number[];
  worth: number[];
  /** The state of the line before, and the option that led here from it. */
  from: number[];
  option: Option[];
}

/** Options in order of cost, each worth more than all cheaper ones; the first is the base. */
function options(choices: readonly Choice[], scale: number): Option[] {
  const all = choices.map(({ cost, gain }, index) => ({ index, cost, worth: gain * scale - 1 }));
  all.push({ index: -1, cost: 0, worth: 0 });
  all.sort((one, other) => one.cost - other.cost || other.worth - one.worth);
  let best = Number.NEGATIVE_INFINITY;
  return all.filter(({ worth }) => {
    if (worth <= best) return false;
    best = worth;
    return true;
  });
}

/** The steps along the upper hull: each is worth less per øre than the one before. */
function steps(line: number, among: readonly Option[]): Step[] {
  const hull: Option[] = [];
  for (const next of among) {
    for (;;) {
      const [last, before] = [hull.at(-1), hull.at(-2)];
      if (!last || !before) break;
      const [run, rise] = [last.cost - before.cost, last.worth - before.worth];
      if (rise * (next.cost - last.cost) > (next.worth - last.worth) * run) break;
      hull.pop();
    }
    hull.push(next);
  }
  return hull.slice(1).map((option, at) => ({
    line,
    cost: option.cost - (hull[at]?.cost ?? 0),
    worth: option.worth - (hull[at]?.worth ?? 0),
  }));
}

/** The most that `room` øre can add: exact for whole steps, then a part of the next one. */
function relaxed(ahead: readonly Step[], worths: number[], costs: number[], room: number): number {
  let [low, high] = [0, ahead.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((costs[middle] ?? 0) <= room) low = middle;
    else high = middle - 1;
  }
  const next = ahead[low];
  const part = next ? ((room - (costs[low] ?? 0)) / next.cost) * next.worth : 0;
  return (worths[low] ?? 0) + part;
}

/** What is surely reached from here: each step in turn that still fits and follows its own. */
function greedy(ahead: readonly Step[], room: number): number {
  const closed = new Set<number>();
  let worth = 0;
  for (const step of ahead) {
    if (closed.has(step.line)) continue;
    if (step.cost > room) {
      closed.add(step.line);
    } else {
      room -= step.cost;
      worth += step.worth;
    }
  }
  return worth;
}

const running = (steps: readonly Step[], of: "cost" | "worth"): number[] => {
  const sums = [0];
  for (const step of steps) sums.push((sums.at(-1) ?? 0) + step[of]);
  return sums;
};

/** All states after one more line, in order of cost, each worth more than all cheaper ones. */
function extended(before: States, among: readonly Option[], budget: number): States {
  const next: States = { cost: [], worth: [], from: [], option: [] };
  const heads = among.map(() => 0);
  let best = Number.NEGATIVE_INFINITY;
  for (;;) {
    let chosen = -1;
    let [cost, worth] = [budget, Number.NEGATIVE_INFINITY];
    for (let at = 0; at < among.length; at += 1) {
      const [head, option] = [heads[at] ?? 0, among[at]];
      const base = before.cost[head];
      if (base === undefined || !option) continue;
      const [sum, value] = [base + option.cost, (before.worth[head] ?? 0) + option.worth];
      if (sum < cost || (sum === cost && value > worth)) [chosen, cost, worth] = [at, sum, value];
    }
    const option = among[chosen];
    if (!option) return next;
    const head = heads[chosen] ?? 0;
    heads[chosen] = head + 1;
    if (worth <= best) continue;
    best = worth;
    next.cost.push(cost);
    next.worth.push(worth);
    next.from.push(head);
    next.option.push(option);
  }
}

/** Choose for each line the index of a choice, or null to leave it as it is. */
export function optimise(lines: ReadonlyArray<readonly Choice[]>): Array<number | null> {
  const scale = lines.length + 1;
  const sorted = lines.map((choices, line) => ({ line, among: options(choices, scale) }));
  // Where much is at stake is decided first, so that the bound bites early.
  const stake = (among: Option[]): number => (among.at(-1)?.worth ?? 0) - (among[0]?.worth ?? 0);
  sorted.sort((one, other) => stake(other.among) - stake(one.among));

  const bases = sorted.map(({ among }) => among[0]?.cost ?? 0);
  let ahead = sorted
    .flatMap(({ line, among }) => steps(line, among))
    .sort((one, other) => other.worth * one.cost - one.worth * other.cost);
  // Costs are counted from each line's cheapest option, so that all are 0 or more.
  const budget = -bases.reduce((sum, cost) => sum + cost, 0);
  let states: States = { cost: [0], worth: [0], from: [], option: [] };
  let known = Number.NEGATIVE_INFINITY;
  let still = sorted.reduce((sum, { among }) => sum + (among[0]?.worth ?? 0), 0);
  const stages: States[] = [];
  for (const { line, among } of sorted) {
    const base = among[0]?.cost ?? 0;
    const raised = among.map((option) => ({ ...option, cost: option.cost - base }));
    const all = extended(states, raised, budget);
    ahead = ahead.filter((step) => step.line !== line);
    still -= among[0]?.worth ?? 0;
    const [worths, costs] = [running(ahead, "worth"), running(ahead, "cost")];
    const bounds = all.cost.map((cost, at) => {
      return (all.worth[at] ?? 0) + still + relaxed(ahead, worths, costs, budget - cost);
    });
    const top = bounds.indexOf(bounds.reduce((one, other) => Math.max(one, other), -Infinity));
    const reached = greedy(ahead, budget - (all.cost[top] ?? 0));
    known = Math.max(known, (all.worth[top] ?? 0) + still + reached);
    const kept = bounds.flatMap((bound, at) => (bound + slack(bound) >= known ? [at] : []));
    states = only(all, kept);
    stages.push(states);
  }
  return traced(sorted, stages, lines.length);
}

/** The bound is worked out in floating point; its last digits are not to be trusted. */
const slack = (bound: number): number => 1e-9 * Math.abs(bound) + 1e-6;

function only(states: States, kept: readonly number[]): States {
  const pick = <T>(from: readonly T[]): T[] => kept.map((at) => from[at] as T);
  const { cost, worth, from, option } = states;
  return { cost: pick(cost), worth: pick(worth), from: pick(from), option: pick(option) };
}

/** Back from the last state, which is worth most, to what was chosen for each line. */
function traced(
  sorted: ReadonlyArray<{ line: number }>,
  stages: readonly States[],
  count: number,
): Array<number | null> {
  const chosen = new Array<number | null>(count).fill(null);
  let at = (stages.at(-1)?.cost.length ?? 0) - 1;
  for (let stage = stages.length - 1; stage >= 0; stage -= 1) {
    const option = stages[stage]?.option[at];
    const line = sorted[stage]?.line;
    if (!option || line === undefined) break;
    if (option.index >= 0) chosen[line] = option.index;
    at = stages[stage]?.from[at] ?? 0;
  }
  return chosen;
}
