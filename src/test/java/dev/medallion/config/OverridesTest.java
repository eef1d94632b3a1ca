package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  @TempDir Path folder;
  private Written conf;

  @BeforeEach
  void inFolder() {
    conf = new Written(folder);
  }

  @Test
  void overridesAreSeenBySubstitutions() {
    conf.file("x.conf", "source { path = landing }\narchive = ${source.path}/archive");
    ConfigFile file = conf.load(Map.of("source.path", "in/${x} \"y\""), Map.of());

    assertThat(file.root().section("source").string("path")).isEqualTo("in/${x} \"y\"");
    assertThat(file.root().string("archive")).isEqualTo("in/${x} \"y\"/archive");
    assertThat(conf.shown(file.effective()))
        .isEqualTo(
            """
            source.path = "in/${x} \\"y\\""  # command line
            archive = "in/${x} \\"y\\"/archive"  # conf/x.conf: 2
            """);
  }

  @Test
  void overridesAreReadAsTheirType() {
    conf.file("x.conf", "tracking { lease = 1 day }");
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("tracking.lease", "5 seconds");
    overrides.put("tracking.pool-size", "7");
    overrides.put("tracking.on", "true");
    overrides.put("tracking.tables", "a, b");
    ConfigFile file = conf.load(overrides, Map.of());
    Section tracking = file.root().section("tracking");

    assertThat(tracking.duration("lease")).hasSeconds(5);
    assertThat(tracking.positiveInt("pool-size")).isEqualTo(7);
    assertThat(tracking.flag("on")).isTrue();
    assertThat(tracking.strings("tables")).containsExactly("a", "b");
    file.verify();
  }

  @Test
  void overrideOfNothingIsUnknown() {
    conf.file("x.conf", "lake = a\njobs { bronze { layer = bronze } }");
    Map<String, String> overrides =
        Map.of("jobs.bronze.leyer", "x", "job.silver.a", "y", "a..b", "z");
    assertThat(conf.failure(() -> conf.load(overrides, Map.of())))
        .isEqualTo(
            "--set: a..b: not a path of keys; write it like jobs.bronze.source.path=landing");

    ConfigFile file = conf.load(Map.of("jobs.bronze.leyer", "x", "job.silver.a", "y"), Map.of());
    file.root().string("lake");
    file.root().sections("jobs").get("bronze").string("layer");
    assertThat(conf.failure(file::verify).lines())
        .containsExactlyInAnyOrder(
            "--set: job: unknown key; did you mean 'jobs'?",
            "--set: jobs.bronze.leyer: unknown key; did you mean 'layer'?");
  }

  @Test
  void wrongOverrideIsToldAsSuch() {
    conf.file("x.conf", "tracking { lease = 1 day }");
    ConfigFile file = conf.load(Map.of("tracking.lease", "soon"), Map.of());
    file.root().section("tracking").duration("lease");

    assertThat(conf.failure(file::verify))
        .isEqualTo(
            "--set: tracking.lease: expected a duration with its unit, such as \"30 seconds\";"
                + " found \"soon\"");
  }
}
