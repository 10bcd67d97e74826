"""NEWS IN: captures of feeds, list pages and changelogs into entries, and pages of articles into articles; pure."""
