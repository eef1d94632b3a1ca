package dev.medallion.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * A text that must not be seen: it prints as {@code ***} and is given out only on request. It is
 * serialisable so that it reaches the processes that need it.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1;

  static final String MASK = "***";

  private final String text;

  private Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /** Hides the text. */
  public static Secret of(String text) {
    return new Secret(text);
  }

  /** The text itself, for the one call that needs it. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
