package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @TempDir Path folder;
  private Written conf;

  @BeforeEach
  void inFolder() {
    conf = new Written(folder);
  }

  @Test
  void secretsAreSeenNowhere() {
    conf.file(
        "x.conf",
        """
        password = ${?PASSWORD}
        url = "jdbc:x;password="${PASSWORD}
        port = ${PASSWORD}
        other { password = [hunter2-too] }
        """);
    ConfigFile file = conf.load(Map.of(), Map.of("PASSWORD", "hunter2"));
    Section root = file.root();
    assertThat(root.optionalSecret("password")).contains(Secret.of("hunter2"));
    root.string("url");
    root.positiveInt("port");
    root.section("other").optionalSecret("password");
    root.problem("url", "no way to hunter2");

    assertThat(conf.shown(file.effective()))
        .isEqualTo("password = ***  # environment\nurl = ***  # conf/x.conf: 2\n");
    assertThat(conf.failure(file::verify))
        .isEqualTo(
            """
            conf/x.conf: 2: url: no way to ***
            conf/x.conf: 3: port: expected a positive whole number; found "***"
            conf/x.conf: 4: other.password: expected a text; found a list\
            """);
    assertThatThrownBy(file::verify)
        .satisfies(fault -> assertThat(stackTrace(fault)).doesNotContain("hunter2"));
    assertThat(file + " " + root + " " + root.optionalSecret("password") + file.parameters())
        .doesNotContain("hunter2");
  }

  @Test
  void secretInAnUnknownKeyOrABrokenLineIsNotQuoted() {
    conf.file("x.conf", "pasword = hunter2");
    ConfigFile file = conf.load();
    file.root().optionalSecret("password");

    assertThat(conf.failure(file::verify))
        .isEqualTo("conf/x.conf: 1: pasword: unknown key; did you mean 'password'?");

    conf.file("x.conf", "password = hunter2@home");
    assertThatThrownBy(conf::load)
        .satisfies(fault -> assertThat(stackTrace(fault)).doesNotContain("hunter2", "@home"));
  }

  @Test
  void aFreeKeyThatSpeaksOfASecretHasAHiddenValue() {
    conf.file(
        "x.conf",
        """
        kafka { sasl.jaas.config = "login password=hunter2", ssl.key.password = hunter2 }
        kafka { aws.credentials.file = hunter2, fs.azure.account.key.shop = hunter2, acks = all }
        """);
    ConfigFile file = conf.load();

    assertThat(file.root().texts("kafka"))
        .containsEntry("sasl.jaas.config", "login password=hunter2")
        .containsEntry("acks", "all");
    assertThat(conf.shown(file.effective()))
        .isEqualTo(
            """
            kafka.sasl.jaas.config = ***  # conf/x.conf: 1
            kafka.ssl.key.password = ***  # conf/x.conf: 1
            kafka.aws.credentials.file = ***  # conf/x.conf: 2
            kafka.fs.azure.account.key.shop = ***  # conf/x.conf: 2
            kafka.acks = all  # conf/x.conf: 2
            """);
  }

  @Test
  void longSecretOfSeveralLinesIsHiddenWhole() {
    String secret = "-----BEGIN-----\n" + "hunter2 ".repeat(20);
    conf.file("x.conf", "key = ${KEY}\nport = ${KEY}");
    ConfigFile file = conf.load(Map.of(), Map.of("KEY", secret));
    file.root().positiveInt("port");
    file.root().optionalSecret("key");

    assertThat(conf.failure(file::verify))
        .isEqualTo("conf/x.conf: 2: port: expected a positive whole number; found \"***\"");
  }

  private static String stackTrace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
