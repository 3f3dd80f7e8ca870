package dev.tocsin.notify.twilio;

import com.twilio.security.RequestValidator;
import dev.tocsin.conf.Secret;
import java.net.URI;
import java.util.Map;

/** Tells what Twilio says from what somebody else says in its name. */
public final class Signatures {
  private final RequestValidator validator;
  private final URI publicUrl;

  /**
   * @param publicUrl what Twilio was told that the addresses begin with: a proxy may have changed
   *     what arrives
   */
  public Signatures(Secret authToken, URI publicUrl) {
    this.validator = new RequestValidator(authToken.value());
    this.publicUrl = publicUrl;
  }

  /**
   * @param target path and query, as they came
   * @param fields of the form
   */
  public boolean isRight(String target, Map<String, String> fields, String signature) {
    // whether what follows the # is signed too depends on the product
    return validator.validate(publicUrl + target, fields, signature)
        || validator.validate(publicUrl + target + CallbackLinks.AGAIN, fields, signature);
  }
}
