package dev.medallion.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was asked of a configuration so far, what it answered, and what was wrong. */
final class Recording {
  /** A shorter secret is likely to stand in other settings by chance; hiding them helps nobody. */
  private static final int TELLING_LENGTH = 6;

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, Set<String>> known = new HashMap<>();
  private final Map<String, Problem> absent = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final Set<String> ignored = new HashSet<>();
  private final Set<String> secrets = new HashSet<>();

  /** A problem that the value at this path has by itself; what follows from it is not told. */
  void wrong(Place place, String path, String message) {
    if (broken.add(path)) {
      problems.add(place.problem(path, message));
    }
  }

  /** A required value is not there, unless it turns out to stand there {@link #misspelt}. */
  void missing(Place place, String path, String message) {
    wrong(place, path, message);
    absent.put(path, place.problem(path, message));
  }

  /** An unknown key is taken for this one: that it is missing need not be told too. */
  void misspelt(String path) {
    problems.remove(absent.get(path));
  }

  /** A problem between settings, not told where one of them is wrong by itself. */
  void clash(Place place, String path, String message) {
    if (!broken.contains(path)) {
      problems.add(place.problem(path, message));
    }
  }

  boolean broken(String path) {
    return broken.contains(path);
  }

  void read(String path, String value, Place place) {
    parameters.putIfAbsent(path, new Parameter(path, value, place.origin(), false));
  }

  void readSecret(String path, String value, Place place) {
    parameters.put(path, new Parameter(path, Secret.MASK, place.origin(), true));
    if (value.length() >= TELLING_LENGTH) {
      secrets.add(value);
    }
  }

  /** The text of the file that the value at this path names. */
  void readText(String path, String text) {
    texts.put(path, text);
  }

  /** A block is being read; some of its keys are known before they are asked for. */
  void opened(String block, Set<String> keys) {
    known.computeIfAbsent(block, path -> new TreeSet<>()).addAll(keys);
  }

  void asked(String block, String key) {
    opened(block, Set.of(key));
  }

  /** Nothing in this block is unknown any more. */
  void ignore(String block) {
    ignored.add(block);
  }

  /** The keys that were asked for in a block; nothing if nobody looked into it. */
  Optional<Set<String>> known(String block) {
    return ignored.contains(block) ? Optional.empty() : Optional.ofNullable(known.get(block));
  }

  List<Parameter> parameters() {
    return parameters.values().stream()
        .map(parameter -> tells(parameter.value()) ? parameter.hidden() : parameter)
        .toList();
  }

  Map<String, String> texts() {
    return new TreeMap<>(texts);
  }

  List<Problem> problems(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return all.stream()
        .map(p -> new Problem(p.file(), p.line(), p.path(), oneLine(hide(p.message()))))
        .toList();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  private boolean tells(String text) {
    return secrets.stream().anyMatch(text::contains);
  }

  private String hide(String text) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, Secret.MASK);
    }
    return hidden;
  }
}
