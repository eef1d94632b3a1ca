package dev.medallion.generate;

/**
 * What a {@link ReadingGenerator} made.
 *
 * @param lines the lines, good and bad
 * @param devices the devices that there are
 * @param strong readings with a signal above 15, repeated ones included
 * @param different the strong ones without repetitions
 */
public record GeneratedReadings(Lines lines, int devices, long strong, long different) {}
