package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
  @TempDir Path temporary;
  private Written conf;

  @BeforeEach
  void inFolder() {
    conf = new Written(temporary.resolve("conf"));
  }

  @Test
  void filesBelowTheFolderAreIncluded() {
    conf.file("x.conf", "include \"shared/a\"\njobs { include file(\"jobs.conf\") }\nlake = l")
        .file("shared/a.conf", "include \"b.conf\"\na = 1")
        .file("shared/b.conf", "b = nonsense")
        .file("jobs.conf", "bronze { path = ${lake}, home = ${HOME} }");
    ConfigFile file = conf.load(Map.of(), Map.of("HOME", "/h"));
    Section root = file.root();

    assertThat(root.positiveInt("a")).isEqualTo(1);
    root.positiveInt("b");
    root.string("lake");
    Section bronze = root.sections("jobs").get("bronze");
    assertThat(bronze.string("path")).isEqualTo("l");
    assertThat(bronze.string("home")).isEqualTo("/h");
    assertThat(conf.failure(file::verify))
        .isEqualTo(
            "conf/shared/b.conf: 1: b: expected a positive whole number; found \"nonsense\"");
    assertThat(conf.shown(file.effective()))
        .isEqualTo(
            """
            a = 1  # conf/shared/a.conf: 2
            lake = l  # conf/x.conf: 3
            jobs.bronze.path = l  # conf/x.conf: 3
            jobs.bronze.home = /h  # environment
            """);
  }

  @Test
  void everythingElseIsRefused() throws IOException {
    Files.writeString(temporary.resolve("secret.conf"), "a = 1");
    conf.file(
        "x.conf",
        """
        # include "../secret.conf"
        include "../secret.conf"
        include file("/etc/passwd")
        include url("http://localhost/a.conf")
        include "https://localhost/a.conf"
        include classpath("reference.conf")
        a { include "link.conf" }
        include "shared/../../secret.conf"
        """);
    Files.createSymbolicLink(conf.folder().resolve("link.conf"), temporary.resolve("secret.conf"));
    String reason = "is no file below the folder of the configuration; include only such files";

    assertThat(conf.failure(conf::load))
        .isEqualTo(
            """
            conf/x.conf: 2: include '../secret.conf': REASON
            conf/x.conf: 3: include '/etc/passwd': REASON
            conf/x.conf: 4: include 'http://localhost/a.conf': REASON
            conf/x.conf: 5: include 'https://localhost/a.conf': REASON
            conf/x.conf: 6: include 'reference.conf': REASON
            conf/x.conf: 7: include 'link.conf': REASON
            conf/x.conf: 8: include 'shared/../../secret.conf': REASON\
            """
                .replace("REASON", reason));
  }

  @Test
  void linkedFolderAndFileAreFine() throws IOException {
    conf.file("real/x.conf", "include \"a.conf\"").file("real/a.conf", "a = 1");
    Files.createSymbolicLink(conf.folder().resolve("x.conf"), Path.of("real/x.conf"));
    Files.createSymbolicLink(conf.folder().resolve("a.conf"), Path.of("real/a.conf"));
    Path linked = Files.createSymbolicLink(temporary.resolve("linked"), conf.folder());

    assertThat(new Written(linked).load().root().string("a")).isEqualTo("1");
  }

  @Test
  void onlyARequiredIncludeMayNotBeMissing() {
    conf.file("x.conf", "include \"none\"\ninclude required(\"gone.conf\")");

    assertThat(conf.failure(conf::load))
        .isEqualTo(
            "conf/x.conf: 2: include 'gone.conf': does not exist; create it, or leave out"
                + " required(...)");
  }

  @Test
  void circlesAndBrokenIncludesAreTold() {
    conf.file("x.conf", "include \"a.conf\"\ninclude \"b.conf\"")
        .file("a.conf", "\ninclude \"./x.conf\"")
        .file("b.conf", "\n}");

    assertThat(conf.failure(conf::load))
        .isEqualTo(
            """
            conf/a.conf: 2: include './x.conf': includes itself in the end; remove one include of the circle
            conf/b.conf: 2: a } closes nothing; remove it or open its block\
            """);
  }
}
