package dev.medallion.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.medallion.reconcile.Disagreement;
import dev.medallion.reconcile.Report;
import java.util.List;
import java.util.UUID;

/** What came of a comparison, for programs; what is not known or about no batch is null. */
final class ReconcileJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReconcileJson() {}

  static String of(String pipeline, Report report, List<Disagreement> repaired) {
    ObjectNode node =
        JSON.createObjectNode().put("pipeline", pipeline).put("agree", report.agrees());
    ArrayNode jobs = node.putArray("jobs");
    report.jobs().forEach(job -> jobs.add(job(job)));
    ArrayNode disagreements = node.putArray("disagreements");
    report.disagreements().forEach(one -> disagreements.add(disagreement(one)));
    ArrayNode done = node.putArray("repaired");
    repaired.forEach(one -> done.add(disagreement(one)));
    return node.toPrettyString() + System.lineSeparator();
  }

  private static ObjectNode job(Report.Compared job) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("job", job.job())
            .put("layer", job.layer())
            .put("query", job.query().map(UUID::toString).orElse(null))
            .put("batches", job.batches());
    ArrayNode compared = node.putArray("compared").add("checkpoint").add("tracking");
    if (job.hasLog()) {
      compared.add("delta");
    }
    return node;
  }

  private static ObjectNode disagreement(Disagreement one) {
    return JSON.createObjectNode()
        .put("job", one.job())
        .put("query", one.query() == null ? null : one.query().toString())
        .put("batch", one.batch())
        .put("what", one.what())
        .put("found", one.found())
        .put("against", one.against())
        .put("right", one.right())
        .put("remedy", one.remedy())
        .put("repairable", one.fix().isPresent());
  }
}
