"""Who may do what: people, login, second factor, sessions, access, the audit log."""
