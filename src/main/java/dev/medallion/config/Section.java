package dev.medallion.config;

import com.typesafe.config.ConfigObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Typed reading of one block. A wrong or missing value is put on record and a harmless placeholder
 * returned, so that all mistakes are told at once by {@link ConfigFile#verify}; nothing may be
 * started before that. A key is one name, never a path. A key set to {@code null} is not set. What
 * is never asked for is an unknown key.
 */
public final class Section {
  private static final Pattern TELLS_SECRET =
      Pattern.compile("(?i)secret|password|token|jaas|credential|(access|account)\\.key");

  private final Block block;

  private Section(Block block) {
    this.block = block;
  }

  static Section root(Recording recording, Places places, ConfigObject values) {
    return new Section(Block.root(recording, places, values));
  }

  /** The full path of this block; empty for the root. */
  public String path() {
    return block.path();
  }

  /** The keys that are set, in the order of the file, without defaults. Asks for none of them. */
  public Set<String> keys() {
    return block.keys();
  }

  /** Whether the key is set or has a default. */
  public boolean has(String key) {
    return block.setting(key).isPresent();
  }

  /** Whether the key is set to a block. */
  public boolean isBlock(String key) {
    return block.setting(key).filter(Setting::isBlock).isPresent();
  }

  /**
   * This block above the defaults {@code medallion.<name>} of {@code reference.conf}, which stand
   * above earlier defaults.
   *
   * @throws IllegalArgumentException if {@code reference.conf} has no such block
   */
  public Section withDefaults(String name) {
    return new Section(block.withDefaults(name));
  }

  /** A text that is required, unless it has a default. */
  public String string(String key) {
    return required(key, Scalar.TEXT);
  }

  /**
   * The text of a file that is required, such as SQL or a schema; its name is relative to the
   * configuration's folder, else to {@code sql/} of the class path.
   */
  public String text(String key) {
    String name = string(key);
    return block.text(key, name).orElseGet(() -> missingText(key, name));
  }

  /** A text that may be left out. */
  public Optional<String> optionalString(String key) {
    return optional(key, Scalar.TEXT);
  }

  /** A text that may be left out and is never shown. */
  public Optional<Secret> optionalSecret(String key) {
    return block.setting(key).flatMap(Setting::secret);
  }

  /** A whole number from 1 up. */
  public int positiveInt(String key) {
    return required(key, Scalar.POSITIVE_INT);
  }

  /** A whole number from 1 up. */
  public long positiveLong(String key) {
    return required(key, Scalar.POSITIVE_LONG);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key) {
    return required(key, Scalar.FLAG);
  }

  /** A time of zero or more, with its unit: {@code 30 seconds}. */
  public Duration duration(String key) {
    return required(key, Scalar.DURATION);
  }

  /** A size of zero or more, with its unit: {@code 1 GiB}. */
  public long bytes(String key) {
    return required(key, Scalar.BYTES);
  }

  /** A finite decimal number. */
  public double number(String key) {
    return required(key, Scalar.NUMBER);
  }

  /** A list of texts; on the command line and in the environment separated by commas. */
  public List<String> strings(String key) {
    return block.setting(key).map(Setting::list).orElseGet(() -> missingList(key));
  }

  /** One constant of an enum, written in kebab-case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return required(key, Scalar.choice(type));
  }

  /** A block that is required. */
  public Section section(String key) {
    return optionalSection(key).orElseGet(() -> missingSection(key));
  }

  /** A block that may be left out. */
  public Optional<Section> optionalSection(String key) {
    return block.setting(key).map(setting -> new Section(block.child(key, setting)));
  }

  /** A block that may be left out, which is as if it were empty. */
  public Section sectionOrEmpty(String key) {
    return optionalSection(key).orElseGet(() -> new Section(block.empty(key)));
  }

  /** The named blocks inside a block, in the order of the file; none if it is left out. */
  public Map<String, Section> sections(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    optionalSection(key)
        .ifPresent(parent -> parent.keys().forEach(k -> sections.put(k, parent.section(k))));
    return sections;
  }

  /**
   * A block of free keys with their texts, in the order of the file; none if it is left out. Inner
   * blocks become dotted keys, as in {@code spark.sql.shuffle.partitions = 4}. A value whose key
   * speaks of a secret is never shown, as that of {@code fs.azure.account.key.shop}.
   */
  public Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalSection(key).ifPresent(parent -> parent.collect("", texts));
    return texts;
  }

  /**
   * Records that settings do not fit together, at this key, or at the block where it is not set.
   * Not told where the key was already wrong by itself.
   *
   * @param key empty for the block as a whole
   */
  public void problem(String key, String message) {
    block.clash(key, message);
  }

  /**
   * The block for a reader that is chosen by this key. Where the key is wrong, the reader is only
   * somebody's guess: it may read the block, but nothing that it misses or does not know is told.
   */
  public Section chosenBy(String key) {
    return block.broken(key) ? new Section(block.silenced()) : this;
  }

  private <T> T required(String key, Scalar<T> type) {
    return optional(key, type).orElseGet(() -> missing(key, type));
  }

  private <T> Optional<T> optional(String key, Scalar<T> type) {
    return block.setting(key).map(setting -> setting.read(type));
  }

  private <T> T missing(String key, Scalar<T> type) {
    block.missing(key, type.expected());
    return type.placeholder();
  }

  private String missingText(String key, String name) {
    if (!name.isEmpty()) {
      problem(key, "no file '" + name + "' beside the configuration or among the program's own");
    }
    return "";
  }

  private List<String> missingList(String key) {
    block.missing(key, Setting.LIST);
    return List.of();
  }

  private Section missingSection(String key) {
    block.missing(key, Block.EXPECTED);
    return new Section(block.unrecorded(key));
  }

  private void collect(String prefix, Map<String, String> texts) {
    for (String key : keys()) {
      Setting setting = block.setting(key).orElseThrow();
      if (setting.isBlock()) {
        new Section(block.child(key, setting)).collect(prefix + key + ".", texts);
      } else {
        texts.put(prefix + key, text(prefix + key, setting));
      }
    }
  }

  private static String text(String name, Setting setting) {
    return TELLS_SECRET.matcher(name).find()
        ? setting.secret().map(Secret::reveal).orElse("")
        : setting.read(Scalar.TEXT);
  }
}
