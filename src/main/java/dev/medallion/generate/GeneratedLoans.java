package dev.medallion.generate;

/**
 * What a {@link LoanGenerator} made. All but {@code lines} count good lines, repeated ones
 * included.
 *
 * @param lines the lines, good and bad
 * @param noStart applications without a start date
 * @param noDate applications whose start date is no date
 * @param endBeforeStart applications that end before they start
 * @param sound all others
 * @param different the sound ones without repetitions
 * @param cents sum of the amounts of the sound ones, repeated ones included, in hundredths
 */
public record GeneratedLoans(
    Lines lines,
    long noStart,
    long noDate,
    long endBeforeStart,
    long sound,
    long different,
    long cents) {}
