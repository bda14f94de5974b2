/**
 * A real Vendure shop server with a storefront of ours on its Shop API.
 *
 * `node server.mjs GOODS DATABASE STATE`: the first run seeds the file DATABASE from the goods; later
 * runs start from it and change nothing in it. Writes STATE/offers.csv, prints
 * "listening on http://127.0.0.1:N" and serves until ended.
 */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { products, toImport, toOffers } from "./goods.mjs";
import { storefront } from "./storefront.mjs";

const require = createRequire(import.meta.url);
const vendure = require("@vendure/core");
const { populate } = require("@vendure/core/cli");

const [goods, database, state] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const isNew = !existsSync(database);

const text = (name) => ({ name, type: "string", public: true, nullable: true });

/** Everything that makes this Vendure ours; all else is as it comes. */
const config = {
  apiOptions: {
    hostname: "127.0.0.1",
    port: 0,
    middleware: [{ route: "/", handler: storefront(path.join(here, "storefront")), beforeListen: true }],
  },
  authOptions: { tokenMethod: "cookie", cookieOptions: { secret: "only-for-tests" } },
  dbConnectionOptions: {
    type: "sqljs",
    synchronize: isNew,
    autoSave: false,
    ...(isNew ? {} : { location: database }),
  },
  customFields: { ProductVariant: ["gtin", "brand", "mpn"].map(text) },
  importExportOptions: { importAssetsDir: here },
  // It warns of what matters in public: nothing here is reached from another machine.
  logger: new vendure.DefaultLogger({ level: vendure.LogLevel.Error }),
  paymentOptions: { paymentMethodHandlers: [vendure.dummyPaymentHandler] },
  plugins: [vendure.DefaultSearchPlugin.init({ indexStockStatus: false })],
};

const initialData = {
  defaultLanguage: "da",
  defaultZone: "Danmark",
  countries: [{ name: "Danmark", code: "DK", zone: "Danmark" }],
  taxRates: [{ name: "standard", percentage: 0 }],
  shippingMethods: [],
  paymentMethods: [],
  collections: [],
};

/** Start the server; `server` is an application of Nest. */
async function start() {
  const server = await vendure.bootstrap(config);
  await server.get(vendure.JobQueueService).start();
  return server;
}

/** Seed an empty shop, wait until its search finds everything, and keep the database. */
async function seed(found) {
  const file = path.join(state, "import.csv");
  writeFileSync(file, toImport(found));
  const server = await populate(start, initialData, file);
  const wanted = found.flatMap(({ goods }) => goods).length;
  const query = "{ search(input: {take: 1, groupByProduct: false}) { totalItems } }";
  const address = `http://127.0.0.1:${server.getHttpServer().address().port}/shop-api`;
  const headers = { "Content-Type": "application/json" };
  for (let total = 0; total < wanted; ) {
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify({ query }) });
    total = (await answer.json()).data.search.totalItems;
    await new Promise((done) => setTimeout(done, 50));
  }
  const { rawConnection } = server.get(vendure.TransactionalConnection);
  await rawConnection.sqljsManager.saveDatabase(`${database}.${process.pid}`);
  renameSync(`${database}.${process.pid}`, database);
  return server;
}

const found = products(goods, path.join(here, "families.csv"));
const server = isNew ? await seed(found) : await start();
writeFileSync(path.join(state, "offers.csv"), toOffers(found));
console.log(`listening on http://127.0.0.1:${server.getHttpServer().address().port}`);
