package dev.medallion.config;

/**
 * A setting as it took effect.
 *
 * @param name the full path
 * @param value as written, a list joined by {@code ", "}; {@code ***} for a secret
 * @param origin {@code default}, {@code environment}, {@code command line}, or file and line such
 *     as {@code conf/invoices.conf: 14}
 * @param secret whether the value is hidden
 */
public record Parameter(String name, String value, String origin, boolean secret) {

  Parameter hidden() {
    return new Parameter(name, Secret.MASK, origin, true);
  }
}
