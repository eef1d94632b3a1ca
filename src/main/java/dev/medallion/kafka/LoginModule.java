package dev.medallion.kafka;

/** Databricks renames the Kafka library that its connector is built with. */
final class LoginModule {
  private static final String SETTING = "sasl.jaas.config";
  private static final String PACKAGE = "org.apache.kafka.common.security.";
  private static final String SHADED = "kafkashaded.";

  private LoginModule() {}

  /** The setting's value for Spark's connector as it is on this class path. */
  static String named(String setting, String value) {
    boolean rename =
        setting.equals(SETTING) && value.startsWith(PACKAGE) && exists(SHADED + PACKAGE);
    return rename ? SHADED + value : value;
  }

  private static boolean exists(String packageName) {
    try {
      Class.forName(
          packageName + "plain.PlainLoginModule", false, LoginModule.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
