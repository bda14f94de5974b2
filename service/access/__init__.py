"""Who gets in: users, passwords, roles, tokens and providers of identity. No Flask but in `web`."""
