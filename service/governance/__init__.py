"""The lifecycle of rulesets: versions, who may do what, publishing, rollback. No Flask here."""
