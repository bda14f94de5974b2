/**
 * Handles over a plot: small buttons that follow mouse, finger and pen. They are beside the fields,
 * never instead of them, so they are out of the tab order and unseen by screen readers.
 */

/** A place in CSS pixels of the plot's inner area. */
export interface Spot {
  x: number;
  y: number;
}

/** What dragging a handle does. */
export interface Dragged {
  /** Remember what stands, so that `back` can bring it back. */
  begin(): void;
  /** Go to a spot, or as near as is allowed; returns whether it was held back. */
  move(to: Spot, by: Spot): boolean;
  back(): void;
  /** It has been let go, `kept` or put back. */
  done(kept: boolean): void;
}

/** Return a handle that hangs in a plot's inner area. */
export function handle(over: HTMLElement, look: string, text = ""): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.tabIndex = -1;
  made.setAttribute("aria-hidden", "true");
  made.className = `handle ${look}`;
  made.textContent = text;
  over.append(made);
  return made;
}

/** Put a handle at a spot. */
export function put(made: HTMLElement, at: Spot): void {
  made.style.transform = `translate(${at.x}px, ${at.y}px)`;
  made.dataset.x = String(at.x);
  made.dataset.y = String(at.y);
}

/** Let a handle be dragged; Esc and whatever cancels the pointer put everything back. */
export function draggable(made: HTMLButtonElement, dragged: Dragged, life: AbortSignal): void {
  // A button that is focused would be one that screen readers cannot see.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || !down.isPrimary || made.dataset.held) return;
    down.preventDefault();
    down.stopPropagation();
    made.setPointerCapture(down.pointerId);
    made.dataset.held = "true";
    const start = { x: Number(made.dataset.x), y: Number(made.dataset.y) };
    dragged.begin();
    const over = new AbortController();
    const end = (kept: boolean): void => {
      over.abort();
      delete made.dataset.held;
      made.classList.remove("stopped");
      if (!kept) dragged.back();
      dragged.done(kept);
    };
    const signal = AbortSignal.any([over.signal, life]);
    const move = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return;
      const by = { x: event.clientX - down.clientX, y: event.clientY - down.clientY };
      const stopped = dragged.move({ x: start.x + by.x, y: start.y + by.y }, by);
      made.classList.toggle("stopped", stopped);
    };
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    };
    made.addEventListener("pointermove", move, { signal });
    made.addEventListener("pointerup", () => end(true), { signal });
    made.addEventListener("pointercancel", () => end(false), { signal });
    made.addEventListener("lostpointercapture", () => end(true), { signal });
    document.addEventListener("keydown", cancel, { signal, capture: true });
  });
}

/** Put a number in a field as a person would, so that what listens hears of it. */
export function enter(field: HTMLInputElement, value: string): boolean {
  if (field.value === value) return false;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}
