package dev.medallion.delta;

import java.util.Map;

/**
 * The folder that holds a pipeline's tables, and which layer its jobs write which table to.
 *
 * @param root a URI of any Hadoop file system
 * @param layers the layer of each table that a job of the pipeline writes, by the table's name
 * @param locations the folder of each catalog table that a job of the pipeline keeps in a folder of
 *     its own, by the table's name
 */
public record Lake(String root, Map<String, String> layers, Map<String, String> locations) {
  private static final Map<String, String> BELOW = Map.of("silver", "bronze", "gold", "silver");

  /** A table of a layer; a name with dots is one of the catalog. */
  public Table table(String layer, String name) {
    if (!name.contains(".")) {
      return new Table(String.join("/", root, layer, name), Table.Kind.PATH);
    }
    return locations.containsKey(name)
        ? new Table(name, Table.Kind.REGISTERED, locations.get(name))
        : new Table(name, Table.Kind.CATALOG);
  }

  /**
   * The layer in which a job finds a table: where a job of this pipeline writes it, else the layer
   * below its own.
   */
  public String layerOf(String table, String jobLayer) {
    return layers.getOrDefault(table, BELOW.getOrDefault(jobLayer, jobLayer));
  }

  /** Where a job keeps its place in its source. */
  public String checkpoint(String pipeline, String job) {
    return String.join("/", root, "_checkpoints", pipeline, job);
  }
}
