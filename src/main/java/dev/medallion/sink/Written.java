package dev.medallion.sink;

import java.util.OptionalLong;

/**
 * What a sink committed for a batch.
 *
 * @param rows as the target itself counts them; empty where it does not
 * @param version the version that the batch made of the target; empty where it has none
 * @param note the text that was left with the batch; empty where there is none
 */
public record Written(OptionalLong rows, OptionalLong version, String note) {
  /** A batch whose proof is there, though no more is known of it. */
  public static final Written UNKNOWN = new Written(OptionalLong.empty(), OptionalLong.empty(), "");
}
