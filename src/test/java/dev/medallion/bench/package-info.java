/**
 * Programs to measure against, written as one would without Medallion. Run by {@code
 * scripts/benchmark}, never by the tests.
 */
package dev.medallion.bench;
