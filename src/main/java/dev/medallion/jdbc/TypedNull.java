package dev.medallion.jdbc;

/** A parameter that is NULL; SQL Server takes one without a type for text, even for bytes. */
record TypedNull(int type) {}
