/**
 * The words of the options page and the pop-up, Danish first.
 */
import type { Language } from "../messages";

const da = {
  options: "Indstillinger",
  service: "Tjenesten",
  serviceHelp:
    "Adressen på kommunens tjeneste, der kender varerne. Udvidelsen spørger kun den, og først når du har slået en butik til.",
  serviceUrl: "Adresse",
  serviceWrong:
    "Skriv en adresse, der begynder med https:// (eller http:// på kommunens eget net).",
  token: "Adgangsnøgle",
  tokenHelp: "Kun hvis kommunen har givet dig en.",
  language: "Sprog",
  languages: { auto: "Som browseren", da: "Dansk", en: "English" },
  save: "Gem",
  saved: "Gemt.",
  fixed: "Bestemt af kommunens IT-afdeling.",
  shops: "Butikker",
  shopsHelp: "Udvidelsen ser kun de butikker, du selv slår til. Ingen er slået til på forhånd.",
  noShops: "Ingen butikker er slået til endnu.",
  shopUrl: "Butikkens adresse",
  shopWrong: "Skriv butikkens adresse, for eksempel https://butik.example.",
  allow: "Slå til",
  remove: "Fjern",
  removeNamed: (shop: string) => `Fjern ${shop}`,
  required: "Slået til af kommunen",
  sentTitle: "Hvad der sendes",
  sentText: [
    "Når du åbner en side i en butik, du har slået til, sendes varernes kendetegn til tjenesten: stregkode, mærke, producentens varenummer, butikkens varenummer og varens sti i butikken, og desuden butikkens navn.",
    "Der sendes ikke, hvem du er, hvad du søger efter, hvad der er i kurven, priser, cookies eller hele adresser.",
    "Intet gemmes i browseren ud over indstillingerne på denne side.",
  ],
  sendNames: "Send også varernes navne",
  sendNamesHelp: "Så kan flere varer genkendes, men mindre sikkert.",
  notShop: "Her er ingen butik at slå til.",
  noService: "Der er ikke valgt en tjeneste endnu.",
  noServiceHelp: "Kommunens IT-afdeling kender adressen. Den skrives under Indstillinger.",
  openOptions: "Åbn indstillinger",
  offHere: "Slået fra i denne butik",
  offHereHelp: "Slå til for at se kommunens indkøbsscore på varerne her.",
  allowHere: "Slå til her",
  showHere: "Vis score i denne butik",
  reload: "Genindlæs siden for at se scoren.",
  sentFrom: (count: number) =>
    count === 1
      ? "1 vare er spurgt om fra denne side"
      : `${count} varer er spurgt om fra denne side`,
  graded: (count: number) => `${count} har fået en score`,
  fields: {
    gtin: "GTIN",
    brand: "Mærke",
    mpn: "Producentens varenr.",
    sku: "Varenr.",
    path: "Sti",
    name: "Navn",
  },
};

export type PageWords = typeof da;

const en: PageWords = {
  options: "Settings",
  service: "The service",
  serviceHelp:
    "The address of the municipality's service, which knows the products. The extension asks nobody else, and only after you have turned on a shop.",
  serviceUrl: "Address",
  serviceWrong:
    "Write an address that begins with https:// (or http:// on the municipality's own network).",
  token: "Access token",
  tokenHelp: "Only if the municipality has given you one.",
  language: "Language",
  languages: { auto: "As the browser", da: "Dansk", en: "English" },
  save: "Save",
  saved: "Saved.",
  fixed: "Set by the municipality's IT.",
  shops: "Shops",
  shopsHelp: "The extension sees only the shops you turn on yourself. None is on from the start.",
  noShops: "No shops are turned on yet.",
  shopUrl: "The shop's address",
  shopWrong: "Write the shop's address, for example https://shop.example.",
  allow: "Turn on",
  remove: "Remove",
  removeNamed: (shop: string) => `Remove ${shop}`,
  required: "Turned on by the municipality",
  sentTitle: "What is sent",
  sentText: [
    "When you open a page in a shop you have turned on, the products' identifiers are sent to the service: bar code number, brand, the maker's part number, the shop's item number and the product's path in the shop, and the shop's name.",
    "Not sent: who you are, what you search for, what is in the basket, prices, cookies or full addresses.",
    "Nothing is kept in the browser but the settings on this page.",
  ],
  sendNames: "Send the products' names too",
  sendNamesHelp: "Then more products can be recognised, but less surely.",
  notShop: "There is no shop here to turn on.",
  noService: "No service has been chosen yet.",
  noServiceHelp: "The municipality's IT knows the address. It is entered under Settings.",
  openOptions: "Open settings",
  offHere: "Off in this shop",
  offHereHelp: "Turn on to see the municipality's purchasing score on the products here.",
  allowHere: "Turn on here",
  showHere: "Show scores in this shop",
  reload: "Reload the page to see the scores.",
  sentFrom: (count: number) =>
    count === 1
      ? "1 product was asked about from this page"
      : `${count} products were asked about from this page`,
  graded: (count: number) => `${count} got a score`,
  fields: {
    gtin: "GTIN",
    brand: "Brand",
    mpn: "Part number",
    sku: "Item number",
    path: "Path",
    name: "Name",
  },
};

export const PAGE_WORDS: Record<Language, PageWords> = { da, en };
