package dev.medallion.generate;

/** A good reading as its line, with its device as the key, and its signal. */
record Reading(String line, String key, int signal, Timing timing) implements Made {}
