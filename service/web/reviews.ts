/**
 * Keys of a page: an element with data-key="1 a" is clicked when one of its keys is pressed.
 *
 * They do nothing while somebody types, with a modifier, or where they are turned off (WCAG 2.1.4).
 */
const KEPT = "kompas-keys";

function wanted(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, select, textarea") !== null;
}

/** Listen to the page's keys, where it has any. */
export function listenToKeys(page: Document): void {
  const place = page.querySelector("[data-keys]");
  if (!place) return;
  let going = false; // one key, one answer: the next belongs to the next page
  page.addEventListener("keydown", (event) => {
    const { key, ctrlKey, altKey, metaKey, repeat, target } = event;
    if (going || ctrlKey || altKey || metaKey || repeat || event.isComposing) return;
    if (typing(target) || !wanted()) return;
    const pressed = key.length === 1 ? key.toLowerCase() : key;
    for (const element of place.querySelectorAll<HTMLElement>("[data-key]")) {
      if (!element.dataset.key?.split(" ").includes(pressed)) continue;
      event.preventDefault();
      going = element.tagName !== "SUMMARY";
      element.click();
      return;
    }
  });
  window.addEventListener("pageshow", () => {
    going = false;
  });
  const box = page.querySelector<HTMLInputElement>("[data-keys-on]");
  if (!box) return;
  box.checked = wanted();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, box.checked ? "on" : "off");
    } catch {
      // it then holds for this page alone, which reads what is kept: nothing to do
    }
  });
}
