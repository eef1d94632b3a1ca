package dev.medallion.faults;

import dev.medallion.Child;
import java.util.List;
import java.util.Map;

/** The phases at which a batch can be hit, by the names of their failpoints. */
final class Phases {
  static final List<String> ALL =
      List.of(
          "before-task",
          "before-sink",
          "before-rename",
          "after-rename",
          "after-sink",
          "before-quarantine",
          "before-tracking",
          "in-tracking",
          "after-tracking",
          "in-archive",
          "between-archived");

  private Phases() {}

  /** The environment of a child with a failpoint. */
  static Map<String, String> environment(String failpoint) {
    return Map.of(
        "JDK_JAVA_OPTIONS",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmedallion.failpoint=" + failpoint);
  }

  /** Waits until a child's failpoint is reached. */
  static void await(Child child) {
    child.until("the failpoint", () -> child.output().contains("failpoint "));
  }
}
