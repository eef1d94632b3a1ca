/**
 * Places at which the program can be made to fail, compiled in and off. They are for the tests of
 * what is left behind when a process dies or an access fails between two steps; nothing but the
 * system property {@code medallion.failpoint}, or a test in the same JVM, switches one on. Nothing
 * here knows what the program does at these places.
 */
package dev.medallion.fault;
