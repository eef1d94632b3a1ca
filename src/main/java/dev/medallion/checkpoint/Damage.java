package dev.medallion.checkpoint;

/**
 * Why a checkpoint cannot be gone on from.
 *
 * @param file below its folder
 * @param finding what is wrong with the file, as the rest of a sentence that it begins
 */
public record Damage(String file, String finding) {}
