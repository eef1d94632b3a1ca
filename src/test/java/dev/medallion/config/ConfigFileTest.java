package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;
  private Written conf;

  private enum Mode {
    APPEND,
    UPSERT
  }

  @BeforeEach
  void inFolder() {
    conf = new Written(folder);
  }

  @Test
  void fiveMistakesAreFiveProblems() {
    conf.file(
        "x.conf",
        """
        pipeline = invoices
        tracking { lease = 30, pool-size = many }
        jobs {
          silver {
            sink { mode = upsrt }
            sorce { path = landing, type = json }
            url = ${TRACKING_URL}
          }
        }
        """);
    ConfigFile file = conf.load();
    Section root = file.root();
    root.string("pipeline");
    Section tracking = root.section("tracking");
    tracking.duration("lease");
    tracking.positiveInt("pool-size");
    Section silver = root.sections("jobs").get("silver");
    silver.section("sink").choice("mode", Mode.class);
    silver.optionalSection("source");
    silver.string("url");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 2: tracking.lease: expected a duration with its unit, such as "30 seconds"; found "30"
            conf/x.conf: 2: tracking.pool-size: expected a positive whole number; found "many"
            conf/x.conf: 5: jobs.silver.sink.mode: expected one of append, upsert; found "upsrt"; did you mean 'upsert'?
            conf/x.conf: 6: jobs.silver.sorce: unknown key; did you mean 'source'?
            conf/x.conf: 7: jobs.silver.url: ${TRACKING_URL} has no value; set it in the environment, or write ${?TRACKING_URL} if it may be missing\
            """);
  }

  @Test
  void problemsNameTheFileAsTyped() {
    conf.file("x.conf", "lake = 5, lak = 6");
    Path typed = Path.of("").toAbsolutePath().relativize(folder).resolve("./x.conf");
    ConfigFile file = ConfigFile.load(typed, Map.of(), Map.of());
    file.root().string("lake");

    assertThatThrownBy(file::verify)
        .hasMessage(typed + ": 1: lak: unknown key; did you mean 'lake'?");
  }

  @Test
  void missingFileIsToldAtOnce() {
    assertThat(conf.failure(conf::load)).isEqualTo("conf/x.conf: there is no such file");
  }

  @Test
  void parametersTellTheirOrigin() {
    conf.file(
        "x.conf",
        """
        lake = lake
        lake = ${?LAKE}
        tracking {
          url = "jdbc:"${HOST}
          lease = 1 day
        }
        """);
    ConfigFile file = conf.load(Map.of("tracking.schema", "m"), Map.of("LAKE", "s3", "HOST", "h"));
    Section root = file.root();
    Section tracking = root.section("tracking").withDefaults("tracking");
    root.string("lake");
    tracking.string("url");
    tracking.duration("lease");
    tracking.string("schema");
    tracking.positiveInt("pool-size");

    assertThat(file.parameters())
        .extracting(parameter -> conf.shown(parameter.toString()))
        .containsExactly(
            "Parameter[name=lake, value=s3, origin=environment, secret=false]",
            "Parameter[name=tracking.url, value=jdbc:h, origin=conf/x.conf: 4, secret=false]",
            "Parameter[name=tracking.lease, value=1 day, origin=conf/x.conf: 5, secret=false]",
            "Parameter[name=tracking.schema, value=m, origin=command line, secret=false]",
            "Parameter[name=tracking.pool-size, value=4, origin=default, secret=false]");
    file.verify();
  }

  @Test
  void environmentIsNoPartOfTheFile() {
    conf.file("x.conf", "lake = ${?LAKE}\nuser = a");
    ConfigFile file = conf.load(Map.of(), Map.of("HOME", "/h", "user", "b", "lake", "c"));

    assertThat(file.root().keys()).containsExactly("user");
    assertThat(file.root().string("user")).isEqualTo("a");
    file.verify();
  }

  @Test
  void wrongEnvironmentIsToldAtItsSubstitution() {
    conf.file("x.conf", "tracking {\n  pool-size = ${?POOL}\n}");
    ConfigFile file = conf.load(Map.of(), Map.of("POOL", "-1"));
    file.root().section("tracking").positiveInt("pool-size");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            "conf/x.conf: 2: tracking.pool-size: expected a positive whole number; found \"-1\"");
  }

  @Test
  void systemPropertiesDoNotLeakIn() {
    System.setProperty("medallion.tracking.pool-size", "99");
    try {
      conf.file("x.conf", "tracking {}\nhome = ${?user.home}");
      ConfigFile file = conf.load();
      Section tracking = file.root().section("tracking").withDefaults("tracking");
      assertThat(tracking.positiveInt("pool-size")).isEqualTo(4);
      assertThat(file.root().optionalString("home")).isEmpty();
    } finally {
      System.clearProperty("medallion.tracking.pool-size");
    }
  }

  @Test
  void textsAreFoundBesideTheFileThenOnTheClassPath() {
    conf.file(
            "x.conf",
            """
            a = invoices/a.sql
            b = lookup/only-packed.sql
            c = invoices/none.sql
            d = ../reference.conf
            e = "%s"
            """
                .formatted(folder.resolve("x.conf")))
        .file("invoices/a.sql", "SELECT 1");
    ConfigFile file = conf.load();

    assertThat(file.root().text("a")).isEqualTo("SELECT 1");
    assertThat(file.root().text("b")).isEqualTo("SELECT 2\n");
    List.of("c", "d", "e").forEach(key -> file.root().text(key));
    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 3: c: no file 'invoices/none.sql' beside the configuration or among the \
            program's own
            conf/x.conf: 4: d: no file '../reference.conf' beside the configuration or among the \
            program's own
            conf/x.conf: 5: e: no file 'conf/x.conf' beside the configuration or among the \
            program's own""");
  }
}
