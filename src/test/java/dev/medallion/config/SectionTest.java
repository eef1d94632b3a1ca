package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {
  @TempDir Path folder;
  private Written conf;

  private enum Trigger {
    AVAILABLE_NOW,
    AS_FAST_AS_POSSIBLE
  }

  @BeforeEach
  void inFolder() {
    conf = new Written(folder);
  }

  private ConfigFile file(String text) {
    return conf.file("x.conf", text).load();
  }

  @Test
  void everyTypeIsRead() {
    ConfigFile file =
        file(
            """
            text = a b, int = 7, long = 8000000000, flag = true, time = 1.5 minutes
            size = 1 GiB, number = 1.50, list = [a, 2], trigger = available-now, unset = null
            """);
    Section root = file.root();

    assertThat(root.string("text")).isEqualTo("a b");
    assertThat(root.optionalString("unset")).isEmpty();
    assertThat(root.optionalSecret("none")).isEmpty();
    assertThat(root.positiveInt("int")).isEqualTo(7);
    assertThat(root.positiveLong("long")).isEqualTo(8_000_000_000L);
    assertThat(root.flag("flag")).isTrue();
    assertThat(root.duration("time")).isEqualTo(Duration.ofSeconds(90));
    assertThat(root.bytes("size")).isEqualTo(1L << 30);
    assertThat(root.number("number")).isEqualTo(1.5);
    assertThat(root.strings("list")).isEqualTo(List.of("a", "2"));
    assertThat(root.choice("trigger", Trigger.class)).isEqualTo(Trigger.AVAILABLE_NOW);
    file.verify();
    assertThat(file.parameters())
        .extracting(Parameter::value)
        .containsExactly(
            "a b",
            "7",
            "8000000000",
            "true",
            "1.5 minutes",
            "1 GiB",
            "1.50",
            "a, 2",
            "available-now");
  }

  @Test
  void everyWrongTypeSaysWhatWouldBeRight() {
    ConfigFile file =
        file(
            """
            text = [a]
            int = 0
            long = 1.5
            flag = yes
            time = 30
            past = -1 second
            size = 1000
            number = NaN
            list = a
            trigger = now
            block = 5
            blocks { a = 1 }
            texts { a { b = [1] } }
            secret { a = hunter2 }
            """);
    Section root = file.root();
    root.string("text");
    root.positiveInt("int");
    root.positiveLong("long");
    root.flag("flag");
    root.duration("time");
    root.duration("past");
    root.bytes("size");
    root.number("number");
    root.strings("list");
    root.choice("trigger", Trigger.class);
    root.section("block").string("inner");
    root.sections("blocks");
    root.texts("texts");
    root.optionalSecret("secret");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 1: text: expected a text; found a list
            conf/x.conf: 2: int: expected a positive whole number; found "0"
            conf/x.conf: 3: long: expected a positive whole number; found "1.5"
            conf/x.conf: 4: flag: expected true or false; found "yes"
            conf/x.conf: 5: time: expected a duration with its unit, such as "30 seconds"; found "30"
            conf/x.conf: 6: past: expected a duration with its unit, such as "30 seconds"; found "-1 second"
            conf/x.conf: 7: size: expected a size with its unit, such as "1 GiB"; found "1000"
            conf/x.conf: 8: number: expected a number; found "NaN"
            conf/x.conf: 9: list: expected a list, such as [a, b]; found "a"
            conf/x.conf: 10: trigger: expected one of available-now, as-fast-as-possible; found "now"
            conf/x.conf: 11: block: expected a block { ... }; found "5"
            conf/x.conf: 12: blocks.a: expected a block { ... }; found "1"
            conf/x.conf: 13: texts.a.b: expected a text; found a list
            conf/x.conf: 14: secret: expected a text; found a block\
            """);
  }

  @Test
  void missingIsToldOnceAtItsBlock() {
    ConfigFile file = file("a = 1\njobs {\n  bronze { layer = bronze }\n}");
    file.root().positiveInt("a");
    Section bronze = file.root().sections("jobs").get("bronze");
    bronze.string("layer");
    bronze.section("source").string("path");
    bronze.section("source").strings("topics");
    bronze.strings("list");
    bronze.string("type");
    bronze.problem("type", "unknown type ''");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 3: jobs.bronze.source: is missing; expected a block { ... }
            conf/x.conf: 3: jobs.bronze.list: is missing; expected a list, such as [a, b]
            conf/x.conf: 3: jobs.bronze.type: is missing; expected a text\
            """);
  }

  @Test
  void defaultsLieBelowTheBlock() {
    ConfigFile file = file("source { max-files-per-batch = 5 }");
    Section source = file.root().section("source").withDefaults("source.delta");

    assertThat(source.positiveInt("max-files-per-batch")).isEqualTo(5);
    assertThat(source.bytes("max-bytes-per-batch")).isEqualTo(1L << 30);
    assertThat(source.has("max-bytes-per-batch")).isTrue();
    assertThat(source.keys()).containsExactly("max-files-per-batch");
    assertThat(file.root().withDefaults("pipeline").string("lake")).isEqualTo("lake");
    assertThat(file.root().sectionOrEmpty("tracking").withDefaults("tracking").string("schema"))
        .isEmpty();
    assertThatThrownBy(() -> source.withDefaults("source.none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reference.conf has no block medallion.source.none");
    file.verify();
  }

  @Test
  void unknownKeysNameTheNearestOrAll() {
    ConfigFile file =
        file(
            """
            source {
              pth = 1
              "odd key" = 2
              max-file-per-batch = 3
            }
            wholly { unknown { block = 1 } }
            empty { a = 1 }
            """);
    Section source = file.root().section("source");
    source.optionalString("path");
    source.withDefaults("source.json");
    file.root().section("empty");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 2: source.pth: unknown key; did you mean 'path'?
            conf/x.conf: 3: source."odd key": unknown key; known here: keep-raw, max-files-per-batch, path
            conf/x.conf: 4: source.max-file-per-batch: unknown key; did you mean 'max-files-per-batch'?
            conf/x.conf: 6: wholly: unknown key; known here: empty, source
            conf/x.conf: 7: empty.a: unknown key; nothing can be set here\
            """);
  }

  @Test
  void aBlockWhoseReaderIsAGuessTellsNothingMore() {
    ConfigFile file = file("source { type = jsn, paht { a = 1 } }\nsink { a = 1 }");
    Section source = file.root().section("source");
    source.choice("type", Type.class);
    source.chosenBy("type").string("path");
    file.root().section("sink").flag("a");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 1: source.type: expected one of json; found "jsn"; did you mean 'json'?
            conf/x.conf: 2: sink.a: expected true or false; found "1\"\
            """);
  }

  private enum Type {
    JSON
  }

  @Test
  void aMisspeltRequiredKeyIsOneProblem() {
    ConfigFile file = file("sink { tabel = x }");
    file.root().section("sink").string("table");

    assertThat(conf.failure(file::verify))
        .isEqualTo("conf/x.conf: 1: sink.tabel: unknown key; did you mean 'table'?");
  }

  @Test
  void problemStandsAtItsKeyOrItsBlock() {
    ConfigFile file = file("sink {\n  mode = upsert\n}");
    Section sink = file.root().section("sink").withDefaults("sink.delta");
    sink.string("mode");
    sink.problem("mode", "'upsert' needs 'keys'; add keys = [InvoiceNumber]");
    sink.problem("keys", "is missing");
    sink.problem("", "is odd");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 1: sink.keys: is missing
            conf/x.conf: 1: sink: is odd
            conf/x.conf: 2: sink.mode: 'upsert' needs 'keys'; add keys = [InvoiceNumber]\
            """);
  }

  @Test
  void keysKeepTheOrderOfTheFile() {
    ConfigFile file =
        file(
            """
            jobs {
              zinc { a = 1 }
              "b c" { a = 1 }, aluminium { a = 1 }, m = null
            }
            jobs.iron.a = 1
            """);
    assertThat(file.root().sections("jobs").keySet())
        .containsExactly("zinc", "b c", "aluminium", "iron");
  }

  @Test
  void overriddenBlockKeepsItsLineAndOrder() {
    conf.file("x.conf", "jobs {\n  silver {\n    a = 1 }\n  bronze { a = 1 }\n}");
    ConfigFile file = conf.load(Map.of("jobs.bronze.a", "2", "jobs.silver.b", "3"), Map.of());
    Map<String, Section> jobs = file.root().sections("jobs");
    jobs.values().forEach(job -> job.string("a"));
    jobs.get("silver").string("b");
    jobs.get("silver").string("c");

    assertThat(jobs.keySet()).containsExactly("silver", "bronze");
    assertThat(conf.failure(file::verify))
        .isEqualTo("conf/x.conf: 2: jobs.silver.c: is missing; expected a text");
  }

  @Test
  void textsAreFreeKeysInOrder() {
    ConfigFile file =
        file(
            """
            spark { spark.sql.b = 4, "spark.sql.a" = x, c = 1.0 }
            """);
    assertThat(file.root().texts("spark"))
        .isEqualTo(Map.of("spark.sql.b", "4", "spark.sql.a", "x", "c", "1.0"));
    assertThat(file.root().texts("spark").keySet())
        .containsExactly("spark.sql.b", "spark.sql.a", "c");
    assertThat(file.root().texts("none")).isEmpty();
    file.verify();
  }

  @Test
  void unresolvedIsToldOnceWhateverItHolds() {
    ConfigFile file =
        file(
            """
            text = "a"${A}
            list = [1, ${B}]
            block = ${C} { x = 1 }
            """);
    Section root = file.root();
    root.string("text");
    root.strings("list");
    root.section("block").string("y");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 1: text: ${A} has no value; set it in the environment, or write ${?A} if it may be missing
            conf/x.conf: 2: list: ${B} has no value; set it in the environment, or write ${?B} if it may be missing
            conf/x.conf: 3: block: ${C} has no value; set it in the environment, or write ${?C} if it may be missing\
            """);
  }
}
