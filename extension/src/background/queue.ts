/**
 * One after the other: what reads a stored value, changes it and writes it back must not overlap.
 */

/** A function that runs the tasks it is given in turn; one that fails does not hold up the next. */
export function makeQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}
