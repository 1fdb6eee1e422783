"""The hall that every feature shares: settings, database doors, actors, errors."""
