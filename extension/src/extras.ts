/** Stand-in until the real one is merged. */
import { openPanel } from "./ui/panel";

Object.assign(globalThis, {
  indkobskompasExtras: {
    makeParts: () => [],
    openPanel: (story: never, hello: { language: "da" | "en" }, opener: HTMLElement) =>
      openPanel(story, hello.language, opener),
  },
});
(globalThis as { indkobskompasReady?: () => void }).indkobskompasReady?.();
