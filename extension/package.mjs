/**
 * Packs the built extension into build/package/: what stores, policies and browsers install.
 *
 * `make package` builds and runs this; an argument names another folder to write to. The same
 * source and key give the same bytes: entries are sorted and carry one fixed time. The version
 * stands in manifest.json alone. The environment:
 *
 *   KOMPAS_CRX_KEY      path of the RSA key (PEM) that signs the .crx and so decides its id
 *   KOMPAS_PACKAGE_URL  address of the folder where the files will lie, for updates
 *   KOMPAS_SHOPS        origins that the .crx and .xpi are granted at installation, by blanks
 *
 * The zip is for the stores: it never names an update address or a shop.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import writeCrx from "crx3";
import { contents, fail, idOf, lint, root, sha256, signingKey, zip } from "./packing.mjs";

const PLACEHOLDER = "https://intranet.example/indkobskompas/";

/** The folder's address from the environment, with a slash at its end; null where none is given. */
function address() {
  const given = process.env.KOMPAS_PACKAGE_URL;
  if (!given) return null;
  if (!/^https?:\/\/[^\s"'<>&]+$/.test(given)) fail(`KOMPAS_PACKAGE_URL is no address: ${given}`);
  return given.replace(/\/*$/, "/");
}

/** Match patterns of the shops to grant at installation; Firefox knows no ports in them. */
function granted(ports) {
  const origins = (process.env.KOMPAS_SHOPS ?? "").split(/\s+/).filter((origin) => origin !== "");
  return origins.map((origin) => {
    if (!/^https?:\/\/[\w.-]+(:\d+)?\/?$/.test(origin)) fail(`KOMPAS_SHOPS: no origin: ${origin}`);
    const { protocol, host, hostname } = new URL(origin);
    return `${protocol}//${ports ? host : hostname}/*`;
  });
}

const entries = await contents();
const manifest = JSON.parse(entries.find(([name]) => name === "manifest.json")[1].toString());
const target = resolve(process.argv[2] ?? join(root, "build", "package"));
const base = address();
/** Firefox takes updates over https alone. */
const secure = base?.startsWith("https:") ? base : null;
const { version, minimum_chrome_version: minimum } = manifest;
const { gecko } = manifest.browser_specific_settings;

/** The same entries with another manifest. */
function changed(changes) {
  const text = `${JSON.stringify({ ...manifest, ...changes }, null, 2)}\n`;
  return entries.map(([name, bytes]) => [
    name,
    name === "manifest.json" ? Buffer.from(text) : bytes,
  ]);
}

function forChromium() {
  const shops = granted(true);
  return changed({
    ...(base && { update_url: `${base}update.xml` }),
    ...(shops.length > 0 && { host_permissions: shops }),
  });
}

function forFirefox() {
  const shops = granted(false);
  const settings = {
    ...manifest.browser_specific_settings,
    gecko: { ...gecko, ...(secure && { update_url: `${secure}updates.json` }) },
  };
  return changed({
    browser_specific_settings: settings,
    ...(shops.length > 0 && { host_permissions: shops }),
  });
}

await mkdir(target, { recursive: true });
const OURS = /^(indkobskompas-.*\.(zip|xpi|crx)|update\.xml|updates\.json|SHA256SUMS)$/;
const ours = async () => (await readdir(target)).filter((name) => OURS.test(name)).sort();
for (const name of await ours()) await rm(join(target, name));
const stem = `indkobskompas-${version}`;
const key = await signingKey();
const id = await idOf(key);
const chromium = await zip(forChromium());
await lint(forFirefox(), secure !== null);
await writeFile(join(target, `${stem}.zip`), await zip(entries));
await writeFile(join(target, `${stem}.xpi`), await zip(forFirefox()));
await writeCrx(Readable.from([chromium]), {
  crxPath: join(target, `${stem}.crx`),
  keyPath: key,
  xmlPath: join(target, "update.xml"),
  appVersion: version,
  browserVersion: minimum,
  crxURL: `${base ?? PLACEHOLDER}${stem}.crx`,
});
const xpi = sha256(await readFile(join(target, `${stem}.xpi`)));
const updates = {
  addons: {
    [gecko.id]: {
      updates: [
        {
          version,
          update_link: `${base ?? PLACEHOLDER}${stem}.xpi`,
          update_hash: `sha256:${xpi}`,
          applications: { gecko: { strict_min_version: gecko.strict_min_version } },
        },
      ],
    },
  },
};
await writeFile(join(target, "updates.json"), `${JSON.stringify(updates, null, 2)}\n`);
const sums = [];
for (const name of await ours()) {
  sums.push(`${sha256(await readFile(join(target, name)))}  ${name}\n`);
}
await writeFile(join(target, "SHA256SUMS"), sums.join(""));
console.log(`package: ${target} holds ${stem}.zip, .xpi and .crx; id in Chrome and Edge: ${id}`);
if (!base) {
  console.log(
    "package: update.xml and updates.json name intranet.example; KOMPAS_PACKAGE_URL=https://…",
  );
  console.log("         writes your own address into them, and into the .crx and .xpi.");
}
