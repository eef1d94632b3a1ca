package dev.medallion.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates of an authority that nobody knows, made by the JDK's keytool. */
public final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  /** An authority, and servers by the names {@code valid}, {@code expired} and {@code other}. */
  public static Certificates in(Path folder) {
    Certificates certificates = new Certificates(folder);
    certificates.keytool("-alias", "authority", "-dname", "CN=Nobody", "-ext", "bc:c");
    certificates.server("valid", "localhost", "-validity", "5");
    certificates.server("expired", "localhost", "-startdate", "-10d", "-validity", "5");
    certificates.server("other", "db.example.org", "-validity", "5");
    return certificates;
  }

  private void server(String alias, String host, String... more) {
    List<String> options = new ArrayList<>(List.of("-alias", alias, "-signer", "authority"));
    options.addAll(List.of("-dname", "CN=" + host, "-ext", "san=dns:" + host));
    options.addAll(List.of(more));
    keytool(options.toArray(String[]::new));
  }

  private void keytool(String... options) {
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool", "-genkeypair"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD));
    command.addAll(List.of(options));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }

  /** The settings of a URL that trusts the authority. */
  public String trust() throws IOException, GeneralSecurityException {
    Path file = folder.resolve("trust.p12");
    KeyStore trust = empty();
    trust.setCertificateEntry("authority", keys().getCertificate("authority"));
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return ";trustStore=" + file + ";trustStoreType=PKCS12;trustStorePassword=" + PASSWORD;
  }

  /** The certificate of this name. */
  public X509Certificate certificate(String alias) throws IOException, GeneralSecurityException {
    return (X509Certificate) keys().getCertificate(alias);
  }

  /** The server that has the certificate of this name. */
  SSLContext tls(String alias) throws IOException, GeneralSecurityException {
    KeyStore all = keys();
    KeyStore one = empty();
    char[] password = PASSWORD.toCharArray();
    one.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(one, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
