/**
 * What is not needed before the badges are seen: panel, swap, basket, sorting, comparison. It is a
 * bundle of its own (src/extras.ts) that the worker puts into this page when it is wanted.
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
    void send({ type: "load" });
  });
  return loading;
}

export class Later {
  #parts: Promise<Part[]> | undefined;
  #scene: Scene | undefined;

  constructor(
    private readonly signal: AbortSignal,
    private readonly hello: Hello,
  ) {}

  /** The scene has changed. The parts are fetched when the first product's score is known. */
  show(scene: Scene): void {
    this.#scene = scene;
    if (this.#parts) void this.#tell();
    else if (scene.seen.length > 0)
      requestIdleCallback(() => void this.#tell(), { timeout: 2_000 });
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
