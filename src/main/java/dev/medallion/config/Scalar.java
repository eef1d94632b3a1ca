package dev.medallion.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How one type of value is read from its text.
 *
 * @param expected what would be right, for the message
 * @param placeholder handed out after a mistake, so that reading goes on
 * @param parse throws {@link IllegalArgumentException} for any other text
 * @param hint added to the message about a wrong text; may be empty
 */
record Scalar<T>(
    String expected, T placeholder, Function<String, T> parse, Function<String, String> hint) {

  static final Scalar<String> TEXT = new Scalar<>("a text", "", text -> text);
  static final Scalar<Integer> POSITIVE_INT =
      new Scalar<>("a positive whole number", 1, text -> positive(Integer.parseInt(text)));
  static final Scalar<Long> POSITIVE_LONG =
      new Scalar<>("a positive whole number", 1L, text -> positive(Long.parseLong(text)));
  static final Scalar<Double> NUMBER = new Scalar<>("a number", 1.0, Scalar::finite);
  static final Scalar<Boolean> FLAG = new Scalar<>("true or false", false, Scalar::flag);
  static final Scalar<Duration> DURATION =
      new Scalar<>(
          "a duration with its unit, such as \"30 seconds\"",
          Duration.ofSeconds(1),
          Scalar::duration);
  static final Scalar<Long> BYTES =
      new Scalar<>("a size with its unit, such as \"1 GiB\"", 1L, Scalar::bytes);

  Scalar(String expected, T placeholder, Function<String, T> parse) {
    this(expected, placeholder, parse, text -> "");
  }

  /** One constant of an enum, written in kebab-case. */
  static <E extends Enum<E>> Scalar<E> choice(Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(choice -> choices.put(kebab(choice), choice));
    return new Scalar<>(
        "one of " + String.join(", ", choices.keySet()),
        type.getEnumConstants()[0],
        text -> require(choices.get(text)),
        text ->
            Nearest.to(text, choices.keySet()).map("; did you mean '%s'?"::formatted).orElse(""));
  }

  private static String kebab(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <N extends Number> N positive(N number) {
    return require(number.longValue() > 0 ? number : null);
  }

  private static Double finite(String text) {
    double number = new BigDecimal(text).doubleValue();
    return require(Double.isFinite(number) ? number : null);
  }

  private static Boolean flag(String text) {
    return require(text.equals("true") || text.equals("false") ? text.equals("true") : null);
  }

  private static Duration duration(String text) {
    Duration duration = measured(text, Config::getDuration);
    return require(duration.isNegative() ? null : duration);
  }

  private static Long bytes(String text) {
    Long bytes = measured(text, Config::getBytes);
    return require(bytes < 0 ? null : bytes);
  }

  /** The library takes a bare number for milliseconds or bytes; here it lacks its unit. */
  private static <V> V measured(String text, BiFunction<Config, String, V> reader) {
    require(
        Character.isLetter(text.isEmpty() ? '0' : text.charAt(text.length() - 1)) ? text : null);
    try {
      return reader.apply(ConfigValueFactory.fromAnyRef(text).atKey("value"), "value");
    } catch (ConfigException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  private static <V> V require(V value) {
    if (value == null) {
      throw new IllegalArgumentException("not of this type");
    }
    return value;
  }
}
