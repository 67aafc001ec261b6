"""The database: tables, migrations, sessions, and the demo shop."""
