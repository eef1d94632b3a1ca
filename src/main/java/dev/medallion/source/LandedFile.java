package dev.medallion.source;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A file as it was when it was listed.
 *
 * @param name its path below the landing folder
 * @param size in bytes
 * @param modified epoch milliseconds
 */
record LandedFile(
    @JsonProperty("name") String name,
    @JsonProperty("size") long size,
    @JsonProperty("modified") long modified) {}
