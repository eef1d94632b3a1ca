package dev.medallion.cli;

import static java.util.stream.Collectors.toMap;

import dev.medallion.generate.Destination;
import dev.medallion.generate.FolderDestination;
import dev.medallion.generate.KafkaDestination;
import dev.medallion.generate.PacedDestination;
import dev.medallion.generate.Rate;
import dev.medallion.kafka.Connection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where generated records go: a folder or a Kafka topic, never both. */
final class Target {
  @ArgGroup(exclusive = false, multiplicity = "1")
  private Folder folder;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Topic topic;

  /**
   * Opens the folder or the topic.
   *
   * @param records what is made, as file names begin with it
   */
  Destination open(String records) throws IOException {
    return folder != null ? folder.open(records) : topic.open();
  }

  /** The place of what was made, as a sentence names it. */
  String place(int files) {
    return folder != null ? files + " files in " + folder.path : "topic " + topic.name;
  }

  private static final class Folder {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "FOLDER",
        description = "The folder that takes the files; made if it is missing.")
    private Path path;

    @Option(
        names = "--per-file",
        paramLabel = "N",
        defaultValue = "5000",
        description = "Lines a file (default: ${DEFAULT-VALUE}).")
    private int perFile;

    @Option(
        names = "--name",
        paramLabel = "STEM",
        description = "Begins each file's name (default: that of what is made).")
    private String name;

    Destination open(String records) throws IOException {
      return new FolderDestination(path, name == null ? records : name, perFile);
    }
  }

  private static final class Topic {
    @Option(
        names = "--kafka",
        required = true,
        paramLabel = "HOST:PORT",
        description = "The Kafka broker that takes a message for each line.")
    private String servers;

    @Option(
        names = "--topic",
        required = true,
        paramLabel = "TOPIC",
        description = "The topic; it must be there.")
    private String name;

    @Option(
        names = "--rate",
        paramLabel = "N/s",
        converter = RateConverter.class,
        description =
            "Messages a second, such as 500/s (default: as fast as the broker takes them).")
    private Rate rate;

    @Option(
        names = "--kafka-config",
        paramLabel = "FILE",
        description = "Properties of Kafka's client, such as those of its security.")
    private Path config;

    Destination open() throws IOException {
      String credentials = "sasl.jaas.config in " + (config == null ? "--kafka-config" : config);
      var connection = new Connection(servers, settings(), credentials);
      Destination destination = KafkaDestination.open(connection, name);
      return rate == null ? destination : new PacedDestination(destination, rate);
    }

    private Map<String, String> settings() throws IOException {
      Properties settings = new Properties();
      if (config != null) {
        try (Reader reader = Files.newBufferedReader(config)) {
          settings.load(reader);
        } catch (NoSuchFileException e) {
          throw new IOException("no file '" + config + "' for --kafka-config", e);
        }
      }
      return settings.stringPropertyNames().stream()
          .collect(toMap(setting -> setting, settings::getProperty));
    }
  }

  private static final class RateConverter implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      try {
        return Rate.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
