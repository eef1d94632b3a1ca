/**
 * The commands, what they print and the codes they exit with: the only place that reads arguments,
 * catches signals, writes to a terminal or calls {@code System.exit}. What a command does belongs
 * to the layers below.
 */
package dev.medallion.cli;
