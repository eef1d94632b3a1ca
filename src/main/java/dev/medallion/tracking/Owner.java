package dev.medallion.tracking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that holds a lease, and for which run.
 *
 * @param since when the process started; it moves when the clock of the host is set
 * @param space within which process numbers mean something: Linux's pid namespace, else empty
 * @param birth Linux's boot and how long after it the process started, else empty; a number that is
 *     given to a process anew has another
 */
record Owner(String host, long pid, Instant since, UUID run, String space, String birth) {
  private static final Pattern TEXT =
      Pattern.compile(
          "pid (\\d+) on (\\S+) since (\\S+), run ([0-9a-f-]{36}), space (\\S*?)(?:, birth (\\S*))?");

  /** Start times are computed from the boot time, which may be adjusted by a second. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** Of what follows a process's name in its {@code stat}, as {@code man 5 proc} has it. */
  private static final int START_TIME = 20;

  static Owner ofThisProcess(UUID run) {
    return of(ProcessHandle.current(), run);
  }

  /** A process of this host. */
  static Owner of(ProcessHandle process, UUID run) {
    return new Owner(
        thisHost(), process.pid(), startOf(process), run, thisSpace(), birthOf(process.pid()));
  }

  static Optional<Owner> parse(String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Owner(
            found.group(2),
            Long.parseLong(found.group(1)),
            Instant.parse(found.group(3)),
            UUID.fromString(found.group(4)),
            found.group(5),
            Optional.ofNullable(found.group(6)).orElse("")));
  }

  /** The form that {@link #parse} reads. */
  String text() {
    return this + ", space " + space + ", birth " + birth;
  }

  /** Whether it was a process of this host that is no more; false for one of another host. */
  boolean isGone() {
    if (!host.equals(thisHost()) || !space.equals(thisSpace()) || isOfAnotherBoot()) {
      return false;
    }
    return ProcessHandle.of(pid).filter(this::isSame).isEmpty();
  }

  /** Of this host, or of another that has the same name: who knows? */
  private boolean isOfAnotherBoot() {
    return !birth.isEmpty() && !birth.startsWith(thisBoot());
  }

  private boolean isSame(ProcessHandle process) {
    return process.isAlive() && startedLike(process) && !isZombie(process.pid());
  }

  private boolean startedLike(ProcessHandle process) {
    String other = birthOf(process.pid());
    if (birth.isEmpty() || other.isEmpty()) {
      Duration apart = Duration.between(since, startOf(process)).abs();
      return apart.compareTo(TOLERANCE) <= 0;
    }
    return birth.equals(other);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private static String birthOf(long pid) {
    String boot = thisBoot();
    try {
      return boot.isEmpty() ? "" : boot + "/" + behindName(pid).split(" ")[START_TIME];
    } catch (IOException e) {
      return "";
    }
  }

  /** A killed process that its parent has not collected still has a number on Linux. */
  private static boolean isZombie(long pid) {
    try {
      return behindName(pid).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  private static String behindName(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')'));
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String thisBoot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String thisSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  @Override
  public String toString() {
    return "pid " + pid + " on " + host + " since " + since + ", run " + run;
  }
}
