"""Our prices in the formats of other tools, so that these can take them as theirs: only what each format can say."""
