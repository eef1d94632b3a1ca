package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One line being read: its parser, and the reasons found so far why it is bad. */
final class JsonLine {
  /** Keeps a huge line of nothing but wrong values from filling the memory with reasons. */
  private static final int MOST_WRONG = 100;

  private final JsonParser parser;
  private final List<String> reasons = new ArrayList<>(0);
  private final OnNewColumn onNew;
  private String unknown;
  private int wrong;

  JsonLine(JsonParser parser, OnNewColumn onNew) {
    this.parser = parser;
    this.onNew = onNew;
  }

  JsonParser parser() {
    return parser;
  }

  /** Everything that is wrong with the line, in its order; to be asked once, at the end. */
  List<String> reasons() {
    if (wrong > MOST_WRONG) {
      add("and " + (wrong - MOST_WRONG) + " more wrong values");
    }
    return reasons;
  }

  /**
   * Reads the whole line: one value, which must be an object of {@code root}, and its end.
   *
   * @throws JsonProcessingException if the value is not well-formed
   * @throws NewField if it is, has a field that the schema lacks, and must not
   */
  void read(JsonStruct root, Object[] slots) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      add("not JSON: the line is blank");
    } else {
      String kind = JsonWords.kind(first);
      readValue(root, slots, kind);
      readEnd(kind);
    }
    if (unknown != null) {
      throw new NewField(unknown);
    }
  }

  private void readValue(JsonStruct root, Object[] slots, String kind) throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      add(kind + ", not an object");
      parser.skipChildren();
      parser.finishToken();
    } else if (!root.fill(this, slots)) {
      add("holds none of the schema's fields");
    }
  }

  private void readEnd(String kind) throws IOException {
    try {
      if (parser.nextToken() != null) {
        add("more than one JSON value on the line");
      }
    } catch (JsonProcessingException e) {
      add("text behind the JSON " + kind.substring(kind.indexOf(' ') + 1));
    }
  }

  /** Tells that the current value is not of {@code type}, and steps over it. */
  Object wrong(String type) throws IOException {
    return wrongly("expected " + type + ", found " + JsonWords.found(parser));
  }

  /** Tells that the current value would do for {@code type}, were it not for {@code why}. */
  Object wrong(String type, String why) throws IOException {
    return wrongly("expected " + type + ", found " + JsonWords.found(parser) + ", " + why);
  }

  Object outOfRange(String type) throws IOException {
    return wrong(type, "which is out of range");
  }

  private Object wrongly(String what) throws IOException {
    bad(what);
    parser.skipChildren();
    return null;
  }

  /** Tells that the schema lacks the current field. */
  void lacks() {
    if (onNew == OnNewColumn.FAIL && unknown == null) {
      unknown = JsonWords.path(parser);
    }
  }

  /** Tells {@code what} is wrong with the current name or value. */
  void bad(String what) {
    if (wrong < MOST_WRONG) {
      add(JsonWords.path(parser) + ": " + what);
    }
    wrong++;
  }

  /** Tells {@code reason}, which holds for the line as a whole. */
  void add(String reason) {
    reasons.add(reason);
  }
}
