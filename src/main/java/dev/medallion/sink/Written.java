package dev.medallion.sink;

import java.util.OptionalLong;

/**
 * What a sink committed for a batch.
 *
 * @param rows as the target itself counts them; empty where it does not
 * @param version the version that the batch made of the target; empty where it has none
 */
public record Written(OptionalLong rows, OptionalLong version) {
  /** A batch whose proof is there, though no more is known of it. */
  public static final Written UNKNOWN = new Written(OptionalLong.empty(), OptionalLong.empty());
}
