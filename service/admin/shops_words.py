"""The words of the pages of shops and their adapters."""

from __future__ import annotations

TEXTS = {
    "lead": {
        "da": "Butikker, som kataloget har tilbud fra, og adaptere, der siger, hvor oplysningerne "
        "står på en butiks sider.",
        "en": "Shops that the catalogue has offers from, and adapters that say where things stand "
        "on a shop's pages.",
    },
    "known_shops": {"da": "Kendte butikker", "en": "Known shops"},
    "no_shops": {
        "da": "Ingen butik har tilbud endnu. Indlæs en prisliste, eller brug „kompas load-offers“.",
        "en": "No shop has offers yet. Import a price list, or use “kompas load-offers”.",
    },
    "as_of": {
        "da": "Tallene er fra den seneste udgivelse, {at}; nye tilbud tæller med fra den næste.",
        "en": "The figures are of the last publish, {at}; new offers count from the next one.",
    },
    "not_counted": {
        "da": "Tilbuddene er ikke talt endnu. Det bliver de, næste gang reglerne udgives.",
        "en": "Offers are not counted yet. They will be when the rules are next published.",
    },
    "shop": {"da": "Butik", "en": "Shop"},
    "hosts": {"da": "Værtsnavne", "en": "Hosts"},
    "no_hosts": {
        "da": "ingen: den genkendes ikke i browseren",
        "en": "none: not recognised in the browser",
    },
    "offers": {"da": "Tilbud", "en": "Offers"},
    "counted_next": {
        "da": "tælles ved næste udgivelse",
        "en": "counted at the next publish",
    },
    "grouped": {"da": "Kendt varegruppe", "en": "Product group known"},
    "documented": {"da": "Egne oplysninger", "en": "Figures of their own"},
    "adapters": {"da": "Adaptere", "en": "Adapters"},
    "adapters_why": {
        "da": "De fleste butikker læses uden. En adapter virker i browserne, næste gang reglerne "
        "udgives.",
        "en": "Most shops are read without one. An adapter reaches the browsers when the rules are "
        "next published.",
    },
    "no_adapters": {
        "da": "Ingen er tilføjet. De medfølgende (WooCommerce, Magento, Shopify, PrestaShop, "
        "django-oscar) virker stadig.",
        "en": "None was added. The packaged ones (WooCommerce, Magento, Shopify, PrestaShop, "
        "django-oscar) still work.",
    },
    "for_software": {"da": "sider, der passer på {detect}", "en": "pages that match {detect}"},
    "new": {"da": "Tilføj eller prøv en adapter", "en": "Add or try an adapter"},
    "edit": {"da": "Ret eller prøv", "en": "Edit or try"},
    "adapter": {"da": "Adapter", "en": "Adapter"},
    "document": {"da": "Adapterens dokument (JSON)", "en": "The adapter's document (JSON)"},
    "document_hint": {
        "da": "Højst 32 kB. Id'et afgør, om den er ny eller erstatter en anden.",
        "en": "At most 32 kB. The id decides whether it is new or replaces another.",
    },
    "or_file": {"da": "eller vælg en fil", "en": "or choose a file"},
    "save_adapter": {"da": "Gem adapteren", "en": "Save the adapter"},
    "faults": {
        "da": "Adapteren kan ikke bruges. Intet er gemt.",
        "en": "The adapter cannot be used. Nothing was saved.",
    },
    "empty": {
        "da": "Skriv et dokument, eller vælg en fil.",
        "en": "Write a document, or choose a file.",
    },
    "unchanged": {
        "da": "Adapteren var sådan i forvejen; intet er ændret.",
        "en": "The adapter was like this already; nothing was changed.",
    },
    "versions": {"da": "Versioner", "en": "Versions"},
    "version": {"da": "Version", "en": "Version"},
    "size": {"da": "Størrelse", "en": "Size"},
    "removed": {"da": "fjernet", "en": "removed"},
    "counts_now": {"da": "gælder nu", "en": "in force"},
    "see": {"da": "Vis dokumentet", "en": "Show the document"},
    "restore": {"da": "Sæt tilbage", "en": "Restore"},
    "restore_of": {"da": "version {number}", "en": "version {number}"},
    "remove": {"da": "Fjern adapteren", "en": "Remove the adapter"},
    "remove_why": {
        "da": "Den kan sættes tilbage fra listen over versioner.",
        "en": "It can be restored from the list of versions.",
    },
    "no_reason": {
        "da": "Skriv en begrundelse, så andre kan se, hvorfor.",
        "en": "Write a reason, so that others can see why.",
    },
    "test": {"da": "Prøv på en side", "en": "Try on a page"},
    "test_why": {
        "da": "Indsæt en sides HTML, og se, hvad udvidelsen ville læse. Siden bliver i din "
        "browser: den sendes ingen steder, dens scripts kører ikke, og intet af den hentes.",
        "en": "Paste a page's HTML and see what the extension would read. The page stays in your "
        "browser: it is sent nowhere, its scripts do not run, and nothing of it is fetched.",
    },
    "test_cannot": {"da": "Det kan prøven ikke sige", "en": "What this test cannot tell"},
    "cannot_script": {
        "da": "Hvad sidens scripts ville tilføje. Kopiér derfor siden fra browserens "
        "udviklerværktøj (højreklik på <html>, Kopiér, Kopiér outerHTML) og ikke fra “Vis kilde”.",
        "en": "What the page's scripts would add. So copy it from the browser's developer tools "
        "(right-click <html>, Copy, Copy outerHTML), not from “View source”.",
    },
    "cannot_shadow": {
        "da": "Hvad der står i sidens rammer (iframes) og skygge-DOM, og hvad der kommer til "
        "senere, når man ruller eller klikker.",
        "en": "What stands in frames (iframes) and shadow DOM, and what comes later when one "
        "scrolls or clicks.",
    },
    "cannot_layout": {
        "da": "Hvor mærkerne ville blive sat, og om der er plads: siden vises ikke, så intet har "
        "en størrelse. Læsningen selv bruger ikke layout.",
        "en": "Where badges would be placed, and whether there is room: the page is not shown, so "
        "nothing has a size. The reading itself uses no layout.",
    },
    "cannot_offers": {
        "da": "Om det læste findes i kataloget.",
        "en": "Whether what is read is in the catalogue.",
    },
    "page_url": {"da": "Sidens adresse", "en": "The page's address"},
    "page_html": {"da": "Sidens HTML", "en": "The page's HTML"},
    "page_file": {"da": "eller en gemt side", "en": "or a saved page"},
    "run_test": {"da": "Læs siden", "en": "Read the page"},
    "needs_script": {
        "da": "Prøven kører i browseren og kræver JavaScript. Uden kan `make extract` bruges.",
        "en": "The test runs in the browser and needs JavaScript. Without it, use `make extract`.",
    },
    "result": {"da": "Læst", "en": "Read"},
    "back": {"da": "Butikker", "en": "Shops"},
}
# What the script says; it gets them with the page.
SPOKEN = {
    "no_page": {"da": "Indsæt sidens HTML først.", "en": "Paste the page's HTML first."},
    "too_long": {
        "da": "Siden er over 10 millioner tegn. Indsæt kun den del, der betyder noget.",
        "en": "The page is over 10 million characters. Paste only the part that matters.",
    },
    "no_address": {
        "da": "Skriv sidens egen adresse, som https://butik.dk/vare/1.",
        "en": "Write the page's own address, such as https://shop.dk/item/1.",
    },
    "no_json": {"da": "Adapterens dokument er ikke JSON:", "en": "The document is not JSON:"},
    "no_adapter": {
        "da": "Adapteren har intet id eller navn.",
        "en": "The adapter has no id or name.",
    },
    "kind": {"da": "Sidens slags", "en": "Kind of page"},
    "kind_product": {"da": "vareside", "en": "product page"},
    "kind_listing": {"da": "liste", "en": "listing"},
    "kind_search": {"da": "søgning", "en": "search"},
    "kind_basket": {"da": "kurv", "en": "basket"},
    "kind_quickbuy": {"da": "hurtigkøb", "en": "quick-buy list"},
    "kind_orderlist": {"da": "bestillingsliste", "en": "order list"},
    "kind_other": {"da": "andet", "en": "other"},
    "adapter": {"da": "Brugt adapter", "en": "Adapter used"},
    "none": {"da": "ingen", "en": "none"},
    "main": {"da": "Sidens vare", "en": "The page's product"},
    "cards": {"da": "Varer i lister", "en": "Products in lists"},
    "lines": {"da": "Linjer", "en": "Lines"},
    "name": {"da": "Navn", "en": "Name"},
    "gtin": {"da": "GTIN", "en": "GTIN"},
    "brand": {"da": "Mærke", "en": "Brand"},
    "mpn": {"da": "Producentens varenr.", "en": "Part number"},
    "sku": {"da": "Varenr.", "en": "SKU"},
    "path": {"da": "Sti", "en": "Path"},
    "price": {"da": "Pris", "en": "Price"},
    "quantity": {"da": "Antal", "en": "Quantity"},
    "total": {"da": "I alt", "en": "Total"},
    "image": {"da": "Billede", "en": "Picture"},
    "yes": {"da": "ja", "en": "yes"},
}
