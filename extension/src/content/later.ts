/**
 * What is not needed before the badges are seen: panel, swap, basket, sorting, comparison. It is a
 * bundle of its own (src/extras.ts) that the worker puts into this page when it is wanted.
 */
import type { Part, Scene } from "../extras/scene";
import type { Hello, LoadMessage } from "../messages";
import type { Story } from "../ui/story";
import { send } from "./send";

export interface Extras {
  makeParts: (signal: AbortSignal, hello: Hello) => Part[];
  openPanel: (story: Story, hello: Hello, opener: HTMLElement) => void;
}

const world = globalThis as typeof globalThis & {
  indkobskompasExtras?: Extras;
  indkobskompasReady?: () => void;
};

let loading: Promise<Extras | null> | undefined;

/** The second bundle, loaded once; null where this copy of the extension has been replaced. */
function extras(): Promise<Extras | null> {
  loading ??= new Promise((resolve) => {
    const ready = (): void => resolve(world.indkobskompasExtras ?? null);
    if (world.indkobskompasExtras) ready();
    world.indkobskompasReady = ready;
    const message: LoadMessage = { type: "load" };
    void send(message);
  });
  return loading;
}

const idle = (work: () => void): unknown =>
  "requestIdleCallback" in globalThis
    ? requestIdleCallback(work, { timeout: 2_000 })
    : setTimeout(work, 200);

export class Later {
  #parts: Part[] | undefined;
  #scene: Scene | undefined;
  #waiting = false;

  constructor(
    private readonly signal: AbortSignal,
    private readonly hello: Hello,
  ) {
    signal.addEventListener("abort", () => {
      for (const part of this.#parts ?? []) part.end();
    });
  }

  /** The scene has changed. */
  show(scene: Scene): void {
    this.#scene = scene;
    this.#tell();
    if (this.#waiting || scene.seen.length === 0) return;
    this.#waiting = true;
    idle(() => void this.#load());
  }

  async #load(): Promise<void> {
    const loaded = this.signal.aborted ? null : await extras();
    if (!loaded || this.signal.aborted) return;
    this.#parts = loaded.makeParts(this.signal, this.hello);
    this.#tell();
  }

  #tell(): void {
    if (!this.#scene) return;
    for (const part of this.#parts ?? []) part.show(this.#scene);
  }

  /** Open the panel; when it closes, focus goes back to `opener`. */
  async open(story: Story, opener: HTMLElement): Promise<void> {
    const loaded = await extras();
    loaded?.openPanel(story, this.hello, opener);
  }
}
