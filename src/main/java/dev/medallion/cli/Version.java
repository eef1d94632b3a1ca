package dev.medallion.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the JAR's manifest states. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"medallion " + Optional.ofNullable(version).orElse("development")};
  }
}
