/**
 * The program itself: a {@link dev.medallion.pipeline.Pipeline} of {@link
 * dev.medallion.pipeline.Job}s read from a configuration, the {@link dev.medallion.pipeline.Runner}
 * that runs them, and {@link dev.medallion.pipeline.BatchWriter}, through which each micro-batch
 * passes. Here the rows' way and their record meet, and nowhere else. Commands, exit codes and
 * terminals do not belong here.
 */
package dev.medallion.pipeline;
