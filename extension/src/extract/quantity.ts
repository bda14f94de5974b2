/**
 * Quantity controls: the fields in which a buyer says how many, and what stands in them.
 */
import { all, attr, closest, tag, text, tidy } from "./dom";

const MAX_CONTROLS = 1_500;
const GREATEST = 1_000_000;

const CANDIDATES =
  "input[type='number'], input[name*='qty' i], input[name*='quantity' i], input[name*='antal' i], " +
  "input[class*='qty' i], input[class*='quantity' i], input[name^='updates['], " +
  "input[aria-label*='antal' i], input[aria-label*='quantity' i], [role='spinbutton'], " +
  "select[name*='qty' i], select[name*='quantity' i], select[name*='antal' i]";
const NEVER = /^(?:hidden|checkbox|radio|submit|button|image|file)$/i;

/** The quantity controls under `root` that a buyer can use. */
export function quantityControls(root: ParentNode): Element[] {
  return all(root, CANDIDATES, MAX_CONTROLS).filter(
    (control) =>
      !NEVER.test(attr(control, "type")) &&
      closest(control, "header, nav, footer, dialog") === null,
  );
}

const valueGetters: { [name: string]: ((this: unknown) => unknown) | undefined } = {
  input: Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.get,
  select: Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")?.get,
};

/** What a control says, as it stands now: a number of pieces, or null where it is none. */
export function quantityOf(control: Element): number | null {
  const name = tag(control);
  const getter = name === "input" || name === "select" ? valueGetters[name] : undefined;
  const value = getter
    ? String(getter.call(control) ?? "")
    : attr(control, "aria-valuenow") || text(control, 40);
  return parseQuantity(value);
}

/** "3", "3 stk.", "1,5": a number of pieces from 0 up; null for all else. */
export function parseQuantity(written: string): number | null {
  const found =
    /^(?:antal|qty|quantity|x|×)?[:\s]*(\d{1,7}(?:[.,]\d{1,3})?)\s*(?:stk\.?|x|×|pcs\.?)?$/i.exec(
      tidy(written),
    );
  const quantity = Number((found?.[1] ?? "").replace(",", "."));
  return found && quantity <= GREATEST ? quantity : null;
}
