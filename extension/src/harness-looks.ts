/**
 * For tests alone, and kept out of the package: our parts as the page view makes them, one by one.
 */
import { type BadgeOptions, type BadgeSize, makeBadge, type Shown } from "./ui/badge";
import { openPanel } from "./ui/panel";
import type { Story } from "./ui/story";
import { WORDS } from "./ui/words";

const harness = {
  /** Put a badge at the end of `parent`, standing in the flow, and return its host. */
  kompasBadge: (parent: Element, item: Shown, size: BadgeSize, options: BadgeOptions) => {
    const { host, frame, button } = makeBadge(item, WORDS.da, size, () => undefined, options);
    const holder = document.createElement("span");
    holder.append(host);
    parent.append(holder);
    frame.setAttribute("data-placed", "");
    const { width, height } = button.getBoundingClientRect();
    holder.style.cssText = `display: inline-block; width: ${width}px; height: ${height}px`;
    return host;
  },
  kompasBadges: (items: Shown[], size: BadgeSize): number => {
    const start = performance.now();
    for (const item of items) makeBadge(item, WORDS.da, size, () => undefined);
    return performance.now() - start;
  },
  kompasPanel: (story: Story) => openPanel(story, "da", document.body),
};

Object.assign(window, harness);
