package dev.tocsin.probe.domain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.net.TargetFault;

/** JSON from strangers, within bounds. */
final class RdapJson {
  private static final int LARGEST = 1 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(64)
                          .maxNameLength(1_024)
                          .maxStringLength(256 * 1_024)
                          .maxTokenCount(200_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RdapJson() {}

  /**
   * @return an object
   * @throws TargetFault with the end of a sentence that begins with whose answer it is
   */
  static JsonNode read(Fetch.Answer answer) throws TargetFault {
    if (answer.fault() != null) {
      throw new TargetFault("cannot be read: " + answer.fault());
    }
    if (answer.text().length() > LARGEST) {
      throw new TargetFault("is larger than 1 MiB");
    }
    try {
      JsonNode root = MAPPER.readTree(answer.text());
      if (!root.isObject()) {
        throw new TargetFault("is not a JSON object");
      }
      return root;
    } catch (StreamConstraintsException excess) {
      throw new TargetFault("is nested too deeply, or has too many or too long parts");
    } catch (JsonProcessingException malformed) {
      throw new TargetFault("is not JSON");
    }
  }
}
