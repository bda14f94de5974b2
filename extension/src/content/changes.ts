/**
 * Notices what a shop changes in its page, and says when it is time to look again.
 *
 * A first change is followed at once, a storm of them no more often than every 100 ms, and a page
 * that takes long to read more seldom still: reading never takes more than a twentieth of the time.
 */
import { attr, first, rawText } from "../extract/dom";
import { isOurs } from "../ui/dom";

const LEAST_MS = 100;
const SHARE = 20;
const LONGEST = 100_000;
/** Nodes with which a product may come, go or change. */
const NEWS = "a[href], h1, [itemscope], [typeof], script[type*='ld+json']";
const TELLING = ["href", "content", "value", "data-sku", "data-ean", "data-gtin", "data-id"];

export class Changes {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 0;

  /** Texts that are the main product's; they are asked for whenever something changes. */
  constructor(
    private readonly signal: AbortSignal,
    private readonly look: () => void,
    main: { texts: () => readonly string[]; gone: () => void },
  ) {
    const observer = new MutationObserver((records) => {
      if (!records.some(isNews)) return;
      if (isGone(main.texts(), records)) main.gone();
      this.soon();
    });
    observer.observe(document.documentElement, {
      childList: true,
      subtree: true,
      characterData: true,
      characterDataOldValue: true,
      attributeFilter: TELLING,
      attributeOldValue: true,
    });
    signal.addEventListener("abort", () => {
      observer.disconnect();
      clearTimeout(this.#timer);
    });
    // A chosen variant or a new quantity may change nothing that an observer sees.
    addEventListener("change", () => this.soon(), { signal, capture: true, passive: true });
  }

  /** A look has begun at `start` and ended now, both by performance.now(). */
  looked(start: number): void {
    const end = performance.now();
    this.#next = end + Math.max(LEAST_MS, SHARE * (end - start));
  }

  /** Look when it is time. */
  soon(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        if (!this.signal.aborted) this.look();
      },
      Math.max(0, this.#next - performance.now()),
    );
  }
}

/** Whether a change may show, hide or rename a product; changes of our own are none. */
function isNews({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === "characterData") return (target.nodeValue ?? "").length > 2;
  if (type === "attributes") return !isOurs(target);
  for (const node of removedNodes) if (isOurs(node) || isTelling(node)) return true;
  for (const node of addedNodes) if (!isOurs(node) && isTelling(node)) return true;
  return false;
}

function isTelling(node: Node): boolean {
  if (!(node instanceof Element)) return (node.nodeValue ?? "").length > 2;
  return Element.prototype.matches.call(node, NEWS) || first(node, NEWS) !== null;
}

/**
 * Whether one of these texts has left the page and not come back in the same moment: another
 * variant was chosen, or another product shown, and the old number's score is wrong from now on.
 */
function isGone(texts: readonly string[], records: readonly MutationRecord[]): boolean {
  if (texts.length === 0) return false;
  let [left, come] = ["", ""];
  for (const { type, target, oldValue, addedNodes, removedNodes, attributeName } of records) {
    if (left.length + come.length > LONGEST) return false;
    if (type === "childList") {
      for (const node of removedNodes) left += ` ${rawText(node)}`;
      for (const node of addedNodes) come += ` ${rawText(node)}`;
    } else {
      left += ` ${oldValue ?? ""}`;
      come += ` ${attributeName ? attr(target as Element, attributeName) : (target.nodeValue ?? "")}`;
    }
  }
  return texts.some((text) => left.includes(text) && !come.includes(text));
}

/** Remove what an earlier copy of the extension has left in the page. */
export function clearLeftovers(tags: readonly string[]): void {
  const { getElementsByTagName } = Document.prototype;
  for (const tag of tags) {
    for (const host of [...getElementsByTagName.call(document, tag)]) host.remove();
  }
}
