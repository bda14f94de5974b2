/**
 * What is not needed before the badges are seen: panel, swap, basket, sorting, comparison. It is a
 * bundle of its own (src/extras.ts) that the worker puts into this page when it is wanted: in a
 * basket at once, elsewhere when the buyer moves in the page, so that a page that is only passed
 * through, or lies in a tab behind, pays for badges alone.
 */
import type { Extras } from "../extras/parts";
import { EXTRAS_KEY, type Part, type Scene } from "../extras/scene";
import type { Hello } from "../messages";
import type { Story } from "../ui/story";
import { send } from "./send";

const world = globalThis as typeof globalThis & { [EXTRAS_KEY]?: Extras };

let loading: Promise<Extras | null> | undefined;

/** The second bundle, loaded once; null where it cannot be had now, and asked for again then. */
async function extras(): Promise<Extras | null> {
  loading ??= load();
  const found = await loading;
  if (!found) loading = undefined;
  return found;
}

/** A worker that was ended in the middle of it is started anew by the next message. */
async function load(): Promise<Extras | null> {
  (await send<boolean>({ type: "load" })) || (await send<boolean>({ type: "load" }));
  return world[EXTRAS_KEY] ?? null;
}

const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "scroll", "focusin"];

export class Later {
  #parts: readonly Part[] | undefined;
  #wanted = false;
  #scene: Scene | undefined;
  #waiting = false;

  constructor(
    private readonly signal: AbortSignal,
    private readonly hello: Hello,
  ) {}

  /** The scene has changed. */
  show(scene: Scene): void {
    this.#scene = scene;
    if (this.#wanted) void this.#tell();
    else if (this.hello.pending || scene.seen.some(({ kind }) => kind === "line")) this.#soon();
    else if (scene.seen.length > 0) this.#wait();
  }

  #soon(): void {
    requestIdleCallback(() => void this.#tell(), { timeout: 2_000 });
  }

  /** Wait for the buyer's first move. */
  #wait(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    const moved = new AbortController();
    const signal = AbortSignal.any([moved.signal, this.signal]);
    const move = (): void => {
      moved.abort();
      this.#soon();
    };
    for (const sign of SIGNS_OF_LIFE) {
      addEventListener(sign, move, { signal, capture: true, passive: true });
    }
  }

  /** Open the panel; when it closes, focus goes back to `opener`. */
  async open(story: Story, opener: HTMLElement): Promise<void> {
    const made = await extras();
    if (this.signal.aborted) return;
    made?.openPanel(story, this.hello.language, opener);
    void this.#tell();
  }

  /** Tell the parts what is seen now; they are made when they are first told. */
  async #tell(): Promise<void> {
    this.#wanted = true;
    const made = await extras();
    if (!made || this.signal.aborted || !this.#scene) return;
    this.#parts ??= made.makeParts(this.signal, this.hello);
    for (const part of this.#parts) part.show(this.#scene);
  }
}
