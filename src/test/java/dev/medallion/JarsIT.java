package dev.medallion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands in the two JARs: all that is needed, nothing else, and it loads under its new name.
 */
class JarsIT {
  private static final String THIN = "medallion.jar";
  private static final String ALL = "medallion.all.jar";
  private static final String SHADED = "dev.medallion.shaded.";
  private static final String FLYWAY_PLUGIN = SHADED + "org.flywaydb.core.extensibility.Plugin";
  private static final String SQL_SERVER = SHADED + "com.microsoft.sqlserver.jdbc.SQLServerDriver";
  private static final String SPARK_SOURCES =
      "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister";

  /** Delta patches in a few classes of its own between Spark's. */
  private static final List<String> ALL_CLASSES =
      List.of(
          "dev/medallion/",
          "io/delta/",
          "com/databricks/spark/util/",
          "org/apache/spark/internal/",
          "org/apache/spark/kafka010/",
          "org/apache/spark/sql/catalyst/",
          "org/apache/spark/sql/delta/",
          "org/apache/spark/sql/execution/",
          "org/apache/spark/sql/kafka010/",
          "org/apache/spark/sql/sources/",
          "org/apache/spark/sql/types/",
          "org/apache/spark/sql/util/",
          "org/apache/kafka/",
          "org/apache/commons/pool2/",
          "org/h2/");

  @Test
  void thinJarHasOurClassesOnly() throws IOException {
    assertThat(classes(THIN)).isNotEmpty().allMatch(name -> name.startsWith("dev/medallion/"));
  }

  @Test
  void allJarAddsDeltaKafkaAndH2Only() throws IOException {
    assertThat(classes(ALL)).allMatch(name -> ALL_CLASSES.stream().anyMatch(name::startsWith));
    assertThat(classes(ALL)).containsAll(classes(THIN));
  }

  @Test
  void allJarRepeatsNoClassOfSpark() throws IOException {
    Set<String> doubles = new HashSet<>();
    for (Path jar : sparkClassPath()) {
      doubles.addAll(entries(jar));
    }
    doubles.retainAll(classes(ALL));
    assertThat(doubles).isEmpty();
  }

  @Test
  void sparkClassPathHasSparkButNotWhatTheJarBrings() throws IOException {
    assertThat(sparkClassPath())
        .extracting(jar -> jar.getFileName().toString())
        .anyMatch(name -> name.startsWith("spark-sql_"))
        .anyMatch(name -> name.startsWith("log4j-slf4j2-impl-"))
        .noneMatch(name -> name.matches("(delta-|kafka-clients|spark-sql-kafka|h2-|flyway-).*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {THIN, ALL})
  void hasNoSignaturesNoModulesAndNothingTwice(String jar) throws IOException {
    assertThat(entries(path(jar)))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
        .noneMatch(name -> name.endsWith("module-info.class"))
        .noneMatch(name -> name.matches("META-INF/(maven|versions)/.*"))
        .containsOnlyOnce("META-INF/LICENSE");
  }

  @ParameterizedTest
  @ValueSource(strings = {THIN, ALL})
  void carriesTheDefaultsTheLogLayoutAndEverySqlText(String jar) throws IOException {
    assertThat(text(jar, "reference.conf")).contains("medallion");
    assertThat(text(jar, "medallion-log4j2.properties")).contains("rootLogger");
    try (var files = Files.walk(Path.of("sql"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.toString().replace(File.separatorChar, '/');
        assertThat(text(jar, name)).as(name).isEqualTo(Files.readString(file));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {THIN, ALL})
  void startsTheCommandLineWithSparksPackagesOpened(String jar) throws IOException {
    try (var file = new JarFile(path(jar).toFile())) {
      var attributes = file.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Main-Class")).isEqualTo("dev.medallion.cli.Medallion");
      assertThat(attributes.getValue("Add-Opens"))
          .contains("java.base/sun.nio.ch", "java.security.jgss/sun.security.krb5");
    }
  }

  @Test
  void servicesAreMergedUnderTheirNewNames() throws IOException {
    assertThat(text(THIN, "META-INF/services/java.sql.Driver").lines()).containsExactly(SQL_SERVER);
    assertThat(text(ALL, "META-INF/services/java.sql.Driver").lines())
        .containsExactlyInAnyOrder(SQL_SERVER, "org.h2.Driver");
    assertThat(text(ALL, SPARK_SOURCES).lines())
        .contains(
            "org.apache.spark.sql.delta.sources.DeltaDataSource",
            "org.apache.spark.sql.kafka010.KafkaSourceProvider");
    assertThat(text(ALL, "META-INF/services/" + FLYWAY_PLUGIN))
        .isEqualTo(text(THIN, "META-INF/services/" + FLYWAY_PLUGIN));
  }

  @Test
  void relocatedFlywayFindsItsDialects() throws Exception {
    // Flyway takes Jackson from Spark, hence from this test's own loader.
    try (var loader = new URLClassLoader(urls(THIN), getClass().getClassLoader())) {
      assertThat(ServiceLoader.load(loader.loadClass(FLYWAY_PLUGIN), loader).stream())
          .extracting(provider -> provider.get().getClass().getName())
          .contains(
              SHADED + "org.flywaydb.database.sqlserver.SQLServerDatabaseType",
              SHADED + "org.flywaydb.core.internal.database.h2.H2DatabaseType");
    }
  }

  @Test
  void relocatedSqlServerDriverReachesForTheServer() throws Exception {
    String url = "jdbc:sqlserver://127.0.0.1:" + closedPort() + ";connectRetryCount=0";
    try (var loader = new URLClassLoader(urls(THIN), ClassLoader.getPlatformClassLoader())) {
      var driver = (Driver) loader.loadClass(SQL_SERVER).getConstructor().newInstance();
      assertThat(driver.acceptsURL(url)).isTrue();
      assertThatThrownBy(() -> driver.connect(url, credentials()))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Connection refused")
          .extracting(failure -> failure.getClass().getName())
          .isEqualTo(SHADED + "com.microsoft.sqlserver.jdbc.SQLServerException");
    }
  }

  private static Properties credentials() {
    var credentials = new Properties();
    credentials.setProperty("user", "nobody");
    credentials.setProperty("password", "none");
    return credentials;
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> classes(String jar) throws IOException {
    return entries(path(jar)).stream().filter(name -> name.endsWith(".class")).toList();
  }

  /** The files of a JAR as its stream has them, so that a name written twice is seen twice. */
  private static List<String> entries(Path jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (var stream = new ZipInputStream(Files.newInputStream(jar))) {
      for (var entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
        if (!entry.isDirectory()) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }

  private static String text(String jar, String name) throws IOException {
    try (var file = new JarFile(path(jar).toFile())) {
      var entry = file.getEntry(name);
      assertThat(entry).as(name + " in " + file.getName()).isNotNull();
      return new String(file.getInputStream(entry).readAllBytes(), UTF_8);
    }
  }

  private static List<Path> sparkClassPath() throws IOException {
    String classPath = Files.readString(path(THIN).resolveSibling("spark.classpath"));
    return Stream.of(classPath.strip().split(File.pathSeparator)).map(Path::of).toList();
  }

  private static URL[] urls(String jar) throws IOException {
    return new URL[] {path(jar).toUri().toURL()};
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property));
  }
}
