package dev.medallion.tracking;

/** How many rows of each table retention deleted. */
public record Pruned(long logs, long tasks, long parameters) {}
