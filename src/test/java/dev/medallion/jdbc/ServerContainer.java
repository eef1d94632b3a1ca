package dev.medallion.jdbc;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MSSQLServerContainer;
import org.testcontainers.utility.DockerImageName;

/** SQL Server in a container, started for the first test that asks, once in this JVM. */
final class ServerContainer {
  /** Whose licence {@code container-license-acceptance.txt} accepts. */
  private static final String IMAGE = "mcr.microsoft.com/mssql/server:2022-CU17-ubuntu-22.04";

  private static final String NO_IMAGE = "none";
  private static final FutureTask<TestServer> SERVER = new FutureTask<>(ServerContainer::start);

  private ServerContainer() {}

  static TestServer server() {
    if (image().equals(NO_IMAGE) || !hasDocker()) {
      return absent();
    }
    SERVER.run();
    try {
      return SERVER.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("SQL Server did not start in a container of " + image(), e);
    }
  }

  private static TestServer absent() {
    String missing =
        "there is no SQL Server to test: SQLSERVER_URL names none, and "
            + (image().equals(NO_IMAGE) ? "SQLSERVER_IMAGE is none" : "Docker was not found");
    return Boolean.parseBoolean(TestServer.variable("REQUIRE_SQLSERVER"))
        ? fail(missing)
        : abort(missing);
  }

  private static String image() {
    String named = TestServer.variable("SQLSERVER_IMAGE");
    return named.isEmpty() ? IMAGE : named;
  }

  /** Its client is asked only where a trace of it is: it logs each of its attempts as an error. */
  private static boolean hasDocker() {
    boolean trace =
        !TestServer.variable("DOCKER_HOST").isEmpty()
            || Stream.of(
                    Path.of("/var/run/docker.sock"),
                    Path.of(TestServer.variable("XDG_RUNTIME_DIR"), "docker.sock"),
                    Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"))
                .anyMatch(Files::exists);
    return trace && DockerClientFactory.instance().isDockerAvailable();
  }

  /** What was started is stopped by Testcontainers itself when this JVM ends. */
  @SuppressWarnings("resource")
  private static TestServer start() {
    MSSQLServerContainer<?> container =
        new MSSQLServerContainer<>(DockerImageName.parse(image()))
            .withEnv("MSSQL_MEMORY_LIMIT_MB", "2048")
            .withUrlParam("encrypt", "true")
            .withUrlParam("trustServerCertificate", "true");
    container.start();
    TestServer master =
        new TestServer(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    master.execute("CREATE DATABASE medallion");
    return new TestServer(
        master.url() + ";databaseName=medallion", master.user(), master.password());
  }
}
