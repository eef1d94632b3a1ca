/**
 * From a HOCON file to typed settings. Here belong the reading of configuration files and their
 * includes, {@code --set} overrides, substitutions from the environment, typed sections, the
 * collecting of every mistake as a {@link dev.medallion.config.Problem} with file and line, the
 * record of what was read and where it came from, and secrets that cannot be printed. What a
 * setting means does not belong here: each connector reads its own block and says what relations
 * hold in it. The package knows no Spark, no database and nobody above it.
 */
package dev.medallion.config;
