package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The Avro schemas of a registry that speaks Confluent's protocol, by their numbers. A number means
 * the same schema for ever, so each is asked for once a JVM.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">the
 *     protocol</a>
 */
final class SchemaRegistry {
  private static final Map<RegistrySettings, SchemaRegistry> KNOWN = new ConcurrentHashMap<>();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int SCHEMA_NOT_FOUND = 40403;

  private final RegistryCalls calls;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private SchemaRegistry(RegistrySettings settings) {
    this.calls = new RegistryCalls(settings);
  }

  static SchemaRegistry of(RegistrySettings settings) {
    return KNOWN.computeIfAbsent(settings, SchemaRegistry::new);
  }

  /**
   * Finds a schema; several threads may ask for one that is new, each for itself.
   *
   * @throws UnknownSchema if the registry says that it has none of that number, or none of Avro
   * @throws RegistryUnavailable if the registry does not say
   */
  Schema find(int id) throws UnknownSchema {
    Schema known = schemas.get(id);
    if (known == null) {
      known = parse(id, ask(id));
      schemas.put(id, known);
    }
    return known;
  }

  private JsonNode ask(int id) throws UnknownSchema {
    if (id < 0) {
      throw new UnknownSchema(named(id) + " is no number of a schema registry");
    }
    HttpResponse<String> response = calls.get("/schemas/ids/" + id);
    JsonNode body = json(response.body());
    int status = response.statusCode();
    if (status == NOT_FOUND && body.path("error_code").asInt() == SCHEMA_NOT_FOUND) {
      throw new UnknownSchema(named(id) + " is not known to the schema registry");
    }
    if (status == OK && body.has("schema")) {
      return body;
    }
    throw refused(status);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // Some page that is no answer of a registry.
    }
  }

  private RegistryUnavailable refused(int status) {
    RegistrySettings settings = calls.settings();
    String url = settings.url();
    String path = settings.path();
    return new RegistryUnavailable(
        status == UNAUTHORIZED || status == FORBIDDEN
            ? "the schema registry %s refuses the user or password (HTTP status %d); check %s.user and %s.password"
                .formatted(url, status, path, path)
            : "%s does not answer as a schema registry (HTTP status %d); check %s.url"
                .formatted(url, status, path));
  }

  private static Schema parse(int id, JsonNode answer) throws UnknownSchema {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnknownSchema(named(id) + " is of the type " + type + ", not AVRO");
    }
    if (!answer.path("references").isEmpty()) {
      throw new UnknownSchema(named(id) + " refers to other schemas, which are not fetched");
    }
    try {
      return new Schema.Parser().parse(answer.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new UnknownSchema(named(id) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String named(int id) {
    return "schema " + Integer.toUnsignedString(id);
  }
}
