package dev.medallion.generate;

/**
 * What lines a generator made.
 *
 * @param all all lines: {@code good + malformed}
 * @param good lines that hold a good record, repeated ones included
 * @param malformed lines that hold none
 * @param duplicates those of the good lines that repeat an earlier line
 * @param late those of the good lines made late; a repetition of one counts no more
 * @param files files that hold the lines, 0 where the destination has none
 */
public record Lines(long all, long good, long malformed, long duplicates, long late, int files) {}
