"""The words of the rules' pages."""

from __future__ import annotations


def _both(da: str, en: str) -> dict[str, str]:
    return {"da": da, "en": en}


TEXTS = {
    "lead": _both(
        "Reglerne afgør hver eneste karakter. En ændring begynder som kladde, ses igennem og "
        "godkendes af en anden, før køberne ser den.",
        "The rules decide every grade. A change begins as a draft, is reviewed and is approved by "
        "somebody else before buyers see it.",
    ),
    "new": _both("Ny kladde", "New draft"),
    "from_published": _both("Af det, der gælder nu", "From what is published"),
    "from_shipped": _both("Af standardregler", "From shipped rules"),
    "choose_file": _both("Fil (TOML)", "File (TOML)"),
    "make": _both("Opret kladde", "Make a draft"),
    "under_way": _both("På vej", "Under way"),
    "history": _both("Det, der har gældt", "What has been published"),
    "no_versions": _both(
        "Der er ingen kladder. Opret en for at prøve en ændring af; ingen køber ser den.",
        "There are no drafts. Make one to try a change; no buyer sees it.",
    ),
    "never_published": _both(
        "Der er ikke udgivet regler herfra endnu.", "No rules were published from here yet."
    ),
    "version": _both("Version", "Version"),
    "authors": _both("Skrevet af", "Written by"),
    "changed": _both("Senest ændret", "Last changed"),
    "approver": _both("Godkendt af", "Approved by"),
    "publish_on": _both("Gælder fra", "In force from"),
    "group": _both("Varegruppe", "Product group"),
    "groups": _both("Varegrupper", "Product groups"),
    "edit_group": _both("Regler for {name}", "Rules for {name}"),
    "weights": _both("Vægte", "Weights"),
    "weight": _both("Vægt", "Weight"),
    "sum": _both("Sum", "Sum"),
    "zero": _both(
        "Alle vægte er 0, så ingen vare kan få en score. Giv mindst ét kriterium vægt.",
        "All weights are 0, so no product can have a score. Give one criterion a weight.",
    ),
    "points": _both("Point", "Points"),
    "figure": _both("Tal", "Figure"),
    "best_at": _both("100 point ved", "100 points at"),
    "worst_at": _both("0 point ved", "0 points at"),
    "otherwise": _both("Ellers", "Otherwise"),
    "known": _both(
        "{known} varer har tallet, {unknown} mangler det",
        "{known} products have the figure, {unknown} lack it",
    ),
    "labels": _both("Mærker", "Labels"),
    "extras": _both("Tillæg", "Bonuses"),
    "missing": _both("Når det mangler", "Where it is missing"),
    "missing_exclude": _both("regnes ikke med", "left out"),
    "missing_neutral": _both("50 point", "50 points"),
    "missing_pessimistic": _both("0 point", "0 points"),
    "missing_cap": _both("sætter loft over karakteren", "caps the grade"),
    "missing_best": _both("Loft", "Cap"),
    "caps": _both("Lofter", "Caps"),
    "cap_best": _both("Højst", "At best"),
    "cap_worst": _both("Mindst", "At worst"),
    "no_grade": _both("Ingen karakter", "No grade"),
    "cuts": _both("Grænser for karakterer", "Grade cuts"),
    "crossed": _both("Grænserne skal falde fra A til D.", "The cuts must fall from A to D."),
    "coverage": _both("Mindste datadækning", "Minimum coverage"),
    "coverage_hint": _both(
        "Så stor en del af vægten skal være kendt (0-1), før der gives en karakter.",
        "This share of the weight (0-1) must be known before there is a grade.",
    ),
    "reference": _both("Kilde", "Source"),
    "save_draft": _both("Gem kladden", "Save the draft"),
    "preview": _both("Virkning på kataloget", "Effect on the catalogue"),
    "preview_first": _both(
        "Skriv eller træk, så regnes hele kataloget igennem her.",
        "Type or drag, and the whole catalogue is scored here.",
    ),
    "show_preview": _both("Vis virkningen", "Show the effect"),
    "before": _both("Før", "Before"),
    "after": _both("Efter", "After"),
    "count": _both("Varer", "Products"),
    "changes": _both("Skifter karakter", "Change grade"),
    "changes_of": _both(
        "{changed} af {products} varer skifter ({share})",
        "{changed} of {products} products change ({share})",
    ),
    "nothing_changes": _both("Ingen varer skifter karakter.", "No product changes grade."),
    "tripwire": _both(
        "Mere end {percent} % skifter karakter i {groups}. Så skal godkenderen begrunde "
        "det skriftligt.",
        "More than {percent} % change grade in {groups}. The approver must then write a reason.",
    ),
    "matrix": _both("Fra og til", "From and to"),
    "matrix_note": _both("Rækker er før, kolonner er efter.", "Rows are before, columns after."),
    "movers": _both("De største ryk", "Biggest movers"),
    "movers_of": _both("{total} varer rykker sig", "{total} products move"),
    "mean_coverage": _both("Datadækning i gennemsnit", "Mean coverage"),
    "below": _both("Under mindste dækning", "Below the minimum"),
    "shops": _both("Butikker", "Shops"),
    "suppliers": _both("Mærker og leverandører", "Brands"),
    "better": _both("Bedre", "Better"),
    "worse": _both("Dårligere", "Worse"),
    "swaps": _both("Grønnere bytte", "Greener swaps"),
    "count_swaps": _both("Tæl bytte, der kommer og går", "Count swaps gained and lost"),
    "gained": _both("Kommer til", "Gained"),
    "lost": _both("Forsvinder", "Lost"),
    "instead_of": _both("i stedet for", "instead of"),
    "product_name": _both("Vare", "Product"),
    "grade": _both("Karakter", "Grade"),
    "score": _both("Score", "Score"),
    "range": _both("interval", "range"),
    "none_grade": _both("ingen", "none"),
    "absent": _both("uden regler", "no rules"),
    "contribution": _both("Bidrag", "Contribution"),
    "limit": _both("Afkortning ved grænser", "Cut off at limits"),
    "no_rules": _both("Ingen regler gælder for varen.", "No rules apply to the product."),
    "unknown": _both("kendes ikke", "not known"),
    "caps_held": _both("Lofter, der gælder", "Caps that hold"),
    "text_form": _both("Som tekst", "As text"),
    "text_lead": _both(
        "Det samme regelsæt som tekst (TOML). Gemmer du her, følger skyderne med, og omvendt.",
        "The same ruleset as text (TOML). Save here and the sliders follow, and the other"
        " way round.",
    ),
    "download": _both("Hent som fil", "Download"),
    "diff": _both("Forskelle i ord", "Differences in words"),
    "diff_with": _both("Sammenlignet med {name}", "Compared with {name}"),
    "no_diff": _both("Der er ingen forskel.", "There is no difference."),
    "compare_with": _both("Sammenlign med", "Compare with"),
    "compare": _both("Sammenlign", "Compare"),
    "faults": _both("Det skal rettes, før kladden kan sendes", "To be mended before submitting"),
    "comments": _both("Kommentarer", "Comments"),
    "no_comments": _both("Ingen har skrevet noget endnu.", "Nobody has written anything yet."),
    "write_comment": _both("Skriv en kommentar", "Write a comment"),
    "send_comment": _both("Tilføj", "Add"),
    "steps": _both("Hvad kan gøres nu", "What can be done now"),
    "no_steps": _both("Du kan læse og kommentere.", "You can read and comment."),
    "reason_needed": _both("Begrundelse mangler", "A reason is missing"),
    "day": _both("Dato", "Date"),
    "conflict": _both(
        "{who} gemte en nyere udgave {when}, mens du skrev. Intet er gemt endnu.",
        "{who} saved a newer version {when} while you were typing. Nothing is saved yet.",
    ),
    "conflict_changes": _both("Det har den anden ændret:", "This is what they changed:"),
    "conflict_yours": _both(
        "Dine felter står her stadig. Gem igen for at lægge dem oven på den nye udgave, "
        "eller hent den.",
        "Your fields are still here. Save again to put them on top of the new version, or load it.",
    ),
    "saved": _both("Kladden er gemt.", "The draft is saved."),
    "robustness": _both("Robusthed", "Robustness"),
    "robustness_lead": _both(
        "Vægte er et skøn. Her trækkes de tilfældigt omkring kladdens, og det tælles, hvor mange "
        "karakterer der skifter.",
        "Weights are a judgement. Here they are drawn at random around the draft's, and the grades "
        "that change are counted.",
    ),
    "draws": _both("Trækninger", "Draws"),
    "spread": _both("Spredning (0-1)", "Spread (0-1)"),
    "run": _both("Regn", "Compute"),
    "flipped": _both("Skifter mindst én gang", "Changes at least once"),
    "mean_flip": _both("Skifter i snit", "Changes on average"),
    "graded": _both("Med karakter", "With a grade"),
    "least_stable": _both("De mindst stabile", "Least stable"),
    "sensitivity": _both("Følsomhed, ét ad gangen", "Sensitivity, one at a time"),
    "sensitivity_note": _both(
        "Andel af gruppens varer, der skifter, når ét tal ændres. Vægte ±20 %, grænser ±2 point.",
        "Share of the group's products that change when one number does. Weights ±20 %, "
        "cuts ±2 points.",
    ),
    "down": _both("Ned", "Down"),
    "up": _both("Op", "Up"),
    "rollback": _both("Gå tilbage til disse", "Go back to these"),
    "rollback_reason": _both("Hvorfor går I tilbage?", "Why do you go back?"),
    "published_at": _both("Udgivet", "Published"),
    "now": _both("Gælder nu", "In force"),
    "job": _both("Udgivelse", "Publishing"),
    "job_done": _both("Færdig. Køberne ser det nye nu.", "Done. Buyers see it now."),
    "job_failed": _both(
        "Det lykkedes ikke. Det, der gjaldt før, vises stadig.",
        "It failed. What was in force is still shown.",
    ),
    "not_allowed": _both(
        "Det kan du ikke her: din rolle tillader det ikke, eller du har selv skrevet på versionen.",
        "You cannot do that here: your role does not allow it, or you wrote on the "
        "version yourself.",
    ),
    "wrong_status": _both(
        "Versionen er kommet videre imens. Se, hvor den står nu.",
        "The version has moved on meanwhile. See where it stands now.",
    ),
    "busy": _both(
        "En anden udgivelse er i gang. Vent, til den er færdig.",
        "Another publishing is under way. Wait until it has ended.",
    ),
}
