/**
 * The frames round what is pointed at and what was chosen: drawn over the page, never in it.
 */
import { el } from "../ui/dom";

const MOST = 60;

/** Frames that follow their elements when the page is scrolled. */
export class Frames {
  readonly box = el("div", { class: "frames", "aria-hidden": "true" });
  #framed: Array<[Element, string]> = [];

  constructor(signal: AbortSignal) {
    const again = (): void => this.#draw();
    addEventListener("scroll", again, { capture: true, passive: true, signal });
    addEventListener("resize", again, { passive: true, signal });
  }

  /** Show these, each with its kind: "now", "chosen" or "alike". */
  show(framed: Array<[Element, string]>): void {
    this.#framed = framed.slice(0, MOST);
    this.#draw();
  }

  #draw(): void {
    const frames = this.#framed.map(([element, kind]) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const frame = el("i", { "data-kind": kind });
      frame.style.translate = `${left}px ${top}px`;
      frame.style.inlineSize = `${width}px`;
      frame.style.blockSize = `${height}px`;
      return frame;
    });
    this.box.replaceChildren(...frames);
  }
}
