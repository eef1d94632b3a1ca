package dev.medallion.config;

import com.typesafe.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says what is wrong with a text that is not HOCON. The parser's own message quotes the text, and
 * the text may be a secret, so only its kind is taken over, never a word of it.
 */
final class SyntaxFault {
  private static final String GENERAL =
      "this is not HOCON; expected key = value or key { ... }, special characters in \"quotes\"";
  private static final Map<String, String> KINDS = kinds();

  private SyntaxFault() {}

  static Problem problem(String file, ConfigException fault) {
    return Optional.ofNullable(fault.origin())
        .flatMap(Place::of)
        .orElse(Place.file(file))
        .problem("", message(fault));
  }

  private static String message(ConfigException fault) {
    return KINDS.entrySet().stream()
        .filter(kind -> fault.getMessage().contains(kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(GENERAL);
  }

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("object at file root", "the file holds a list; expected key = value or key { ... }");
    kinds.put("Cannot concatenate", "a block or list cannot be joined with a text; add a comma");
    kinds.put("was part of a cycle", "a substitution leads back to itself; give it a value");
    kinds.put("string quote was still open", "a quoted text is not closed; add the missing \"");
    kinds.put("string was still open", "a quoted text is not closed; add the missing \"\"\"");
    kinds.put(
        "does not allow unescaped", "a quoted text is not closed on its line; add the missing \"");
    kinds.put("backslash", "a backslash in a quoted text escapes nothing; write \\\\");
    kinds.put("Substitution ${", "a substitution is not closed; write ${NAME} or ${?NAME}");
    kinds.put(
        "may not be followed",
        "the key before this has no value; write key = value or key { ... }");
    kinds.put(
        "Expecting a value", "the key before this has no value; write key = value or key { ... }");
    kinds.put("unbalanced close brace", "a } closes nothing; remove it or open its block");
    kinds.put("nclude", "an include is not complete; write include \"file.conf\"");
    kinds.put(
        "end of file", "a block or list is not closed before the end; add the missing } or ]");
    kinds.put(
        "Reserved character", "a special character stands outside quotes; write key = \"...\"");
    return kinds;
  }
}
