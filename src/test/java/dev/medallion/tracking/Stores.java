package dev.medallion.tracking;

import dev.medallion.config.Secret;
import dev.medallion.jdbc.TestServer;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of the stores that are tested. */
final class Stores {
  private Stores() {}

  static TrackingSettings h2(Path file, String urlSettings, String schema, Duration lease) {
    return at("jdbc:h2:file:" + file + urlSettings, "", "", schema, lease);
  }

  static TrackingSettings sqlServer(Duration lease) {
    TestServer server = TestServer.sqlServer();
    return at(server.url(), server.user(), server.password(), "", lease);
  }

  static TrackingSettings at(
      String url, String user, String password, String schema, Duration lease) {
    return new TrackingSettings(
        TrackingSettings.Store.JDBC,
        url,
        user,
        Secret.of(password),
        schema,
        lease,
        4,
        Duration.ofSeconds(10));
  }

  /** The same store, given up on after a second. */
  static TrackingSettings impatient(TrackingSettings settings) {
    return new TrackingSettings(
        settings.store(),
        settings.url(),
        settings.user(),
        settings.password(),
        settings.schema(),
        settings.lease(),
        settings.poolSize(),
        Duration.ofSeconds(1));
  }
}
