"""Who may enter: sessions, and the presenter's one-time link on this computer."""
