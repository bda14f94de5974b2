/**
 * What is not needed before the badges are seen: panel, swap, basket, sorting, comparison. It is a
 * bundle of its own (src/extras.ts) that the worker puts into this page when it is wanted: in a
 * basket at once, elsewhere when the buyer moves in the page, so that a page that is only passed
 * through, or lies in a tab behind, pays for badges alone.
 */
import type { Extras } from "../extras/parts";
import type { Part, Scene } from "../extras/scene";
import type { Hello } from "../messages";
import type { Story } from "../ui/story";
import { send } from "./send";

const world = globalThis as typeof globalThis & {
  indkobskompasExtras?: Extras;
  indkobskompasReady?: () => void;
};

let loading: Promise<Extras> | undefined;

/** The second bundle, loaded once; never there where this copy of the extension is replaced. */
function extras(): Promise<Extras> {
  loading ??= new Promise((resolve) => {
    world.indkobskompasReady = () =>
      world.indkobskompasExtras && resolve(world.indkobskompasExtras);
    world.indkobskompasReady();
    void load();
  });
  return loading;
}

/** A worker that was ended in the middle of it is started anew by the next message. */
async function load(): Promise<void> {
  const put = (await send<boolean>({ type: "load" })) || (await send<boolean>({ type: "load" }));
  if (!put) loading = undefined;
}

const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "scroll", "focusin"];

export class Later {
  #parts: Promise<Part[]> | undefined;
  #scene: Scene | undefined;
  #waiting = false;

  constructor(
    private readonly signal: AbortSignal,
    private readonly hello: Hello,
  ) {}

  /** The scene has changed. */
  show(scene: Scene): void {
    this.#scene = scene;
    if (this.#parts) void this.#tell();
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
    await this.#made();
    (await extras()).openPanel(story, this.hello.language, opener);
  }

  async #tell(): Promise<void> {
    if (this.signal.aborted) return;
    const parts = await this.#made();
    if (this.signal.aborted || !this.#scene) return;
    for (const part of parts) part.show(this.#scene);
  }

  #made(): Promise<Part[]> {
    this.#parts ??= extras().then(({ makeParts }) => makeParts(this.signal, this.hello));
    return this.#parts;
  }
}
