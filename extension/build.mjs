/**
 * Builds the extension: API types from docs/openapi.json, then one bundle per entry into dist/.
 *
 * `node extension/build.mjs` builds everything; `--types` writes the generated types alone.
 * Output is not minified, so that a reviewer can read what the browser runs.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import openapiTS, { astToString } from "openapi-typescript";

const here = new URL("./", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, here));

/** Write src/generated/api.d.ts from the service's published OpenAPI document. */
async function types() {
  const ast = await openapiTS(new URL("../docs/openapi.json", here));
  await mkdir(path("src/generated"), { recursive: true });
  await writeFile(path("src/generated/api.d.ts"), astToString(ast));
}

/** Bundle what the administration's pages run and wear, see service/web. */
async function administration(common, scripts) {
  const outdir = path("../service/static");
  const script = {
    admin: path("../service/web/admin.ts"),
    extract: path("../service/web/extract.ts"), // for the page that tries an adapter, alone
  };
  await build({ ...common, ...scripts, entryPoints: script, outdir, minify: true });
  const style = { admin: path("../service/web/admin.css") };
  await build({ ...common, entryPoints: style, outdir, minify: true });
}

/** Bundle scripts, style sheets and the first-run defaults into dist/. */
async function bundle() {
  await rm(path("dist"), { recursive: true, force: true });
  const common = { bundle: true, outdir: path("dist"), logLevel: "warning", charset: "utf8" };
  const scripts = {
    format: "iife",
    target: ["chrome123", "firefox140"],
    loader: { ".css": "text" },
  };
  await build({
    ...common,
    entryPoints: {
      background: path("src/background.ts"),
      content: path("src/content.ts"),
      extras: path("src/extras.ts"),
      first: path("src/first.ts"),
      options: path("src/pages/options.ts"),
      popup: path("src/pages/popup.ts"),
      picker: path("src/picker/picker.ts"),
    },
    ...scripts,
  });
  // What tests drive, outside the extension's folder, so that no package can hold it.
  await build({
    ...common,
    entryPoints: {
      extract: path("src/harness/extract.ts"),
      extras: path("src/harness/extras.ts"),
      looks: path("src/harness/looks.ts"),
    },
    ...scripts,
    outdir: path("../build/harness"),
  });
  await build({ ...common, entryPoints: { pages: path("src/pages/pages.css") } });
  await administration(common, scripts);
  const defaults = { service: "", language: "auto" };
  await writeFile(path("dist/defaults.json"), `${JSON.stringify(defaults)}\n`);
}

await types();
if (!process.argv.includes("--types")) {
  await bundle();
}
