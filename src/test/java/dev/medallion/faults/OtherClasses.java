package dev.medallion.faults;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;

/**
 * A Java agent that loads classes from a folder in place of those of the class path that have the
 * same names, and says so on standard error. It is packed alone, so it has no other class.
 */
public final class OtherClasses implements ClassFileTransformer {
  private final Path folder;

  private OtherClasses(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder of the other classes; the agent's argument
   */
  public static void premain(String folder, Instrumentation jvm) {
    jvm.addTransformer(new OtherClasses(Path.of(folder)));
  }

  /** A JVM that swallowed a failure would go on with the class as it was; so it ends. */
  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> loaded, ProtectionDomain domain, byte[] content) {
    if (name == null || !name.startsWith("dev/medallion/")) {
      return null;
    }
    Path other = folder.resolve(name + ".class");
    try {
      if (!Files.exists(other)) {
        return null;
      }
      System.err.println("instead: " + name);
      return Files.readAllBytes(other);
    } catch (IOException e) {
      System.err.println(e);
      Runtime.getRuntime().halt(1);
      return null;
    }
  }
}
