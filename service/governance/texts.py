"""What administrators read of versions and jobs, in Danish and English."""

from __future__ import annotations

from collections.abc import Mapping

from service.publish.texts import Language

Both = Mapping[Language, str]

STATUSES: Mapping[str, Both] = {
    "draft": {"da": "Kladde", "en": "Draft"},
    "in_review": {"da": "Til gennemsyn", "en": "In review"},
    "approved": {"da": "Godkendt", "en": "Approved"},
    "scheduled": {"da": "Planlagt", "en": "Scheduled"},
    "published": {"da": "Gælder nu", "en": "Published"},
    "superseded": {"da": "Afløst", "en": "Superseded"},
    "withdrawn": {"da": "Opgivet", "en": "Given up"},
}
ACTIONS: Mapping[str, Both] = {
    "create": {"da": "Opret kladde", "en": "Make a draft"},
    "save": {"da": "Gem", "en": "Save"},
    "submit": {"da": "Send til gennemsyn", "en": "Submit for review"},
    "withdraw": {"da": "Opgiv kladden", "en": "Give the draft up"},
    "restore": {"da": "Tag kladden frem igen", "en": "Take the draft up again"},
    "send_back": {"da": "Send tilbage til kladde", "en": "Send back to draft"},
    "approve": {"da": "Godkend", "en": "Approve"},
    "schedule": {"da": "Sæt en dato", "en": "Set a date"},
    "unschedule": {"da": "Fjern datoen", "en": "Take the date away"},
    "publish": {"da": "Sæt i kraft nu", "en": "Publish now"},
    "rollback": {"da": "Gå tilbage til disse regler", "en": "Go back to these rules"},
    "refresh": {"da": "Beregn igen af dagens data", "en": "Compute again from today's data"},
    "comment": {"da": "Skriv en kommentar", "en": "Comment"},
    "set_tripwire": {"da": "Sæt grænsen for begrundelse", "en": "Set the limit for a reason"},
}
JOB_STATUSES: Mapping[str, Both] = {
    "queued": {"da": "Venter", "en": "Waiting"},
    "running": {"da": "I gang", "en": "Running"},
    "done": {"da": "Færdig", "en": "Done"},
    "failed": {"da": "Mislykket", "en": "Failed"},
}
STAGES: Mapping[str, Both] = {
    "": {"da": "Går i gang", "en": "Starting"},
    "reading the workspace": {"da": "Læser varerne", "en": "Reading the products"},
    "scoring": {"da": "Beregner karakterer", "en": "Scoring"},
    "writing the snapshot": {"da": "Skriver svarene", "en": "Writing the answers"},
    "the earlier scores serve again": {
        "da": "De tidligere karakterer vises igen. Nu beregnes de af dagens data",
        "en": "The earlier scores serve again. Now they are computed from today's data",
    },
    "waiting for another writer of the workspace": {
        "da": "Venter på en import, der skriver i databasen",
        "en": "Waiting for an import that is writing to the database",
    },
}
