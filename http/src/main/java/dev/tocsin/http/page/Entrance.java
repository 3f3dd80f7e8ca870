package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.input.FieldError;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * What pages need to know of who is asking, and the ways in and out. Every stage fails with {@link
 * StoreUnavailableException} where the store would have to answer and does not. The request is
 * handed over for its cookie, its address and what the browser calls itself.
 */
public interface Entrance {
  /**
   * Somebody who is signed in.
   *
   * @param roles in each of the person's organizations
   * @param csrf what every form of this session carries
   */
  record Visitor(Principal principal, User user, Map<OrganizationId, Role> roles, String csrf) {

    /** The person's name, else the e-mail address. */
    public String called() {
      return user.called();
    }

    @Override
    public String toString() {
      return "Visitor[" + principal + "]";
    }
  }

  /** What came of an attempt to come in. */
  sealed interface Outcome {
    /**
     * @param headers that set the session's cookie
     */
    record Entered(List<HttpHeader> headers) implements Outcome {
      @Override
      public String toString() {
        return "Entered";
      }
    }

    /**
     * @param errors by the form's fields; an empty field is the form as a whole
     */
    record Refused(List<FieldError> errors) implements Outcome {
      public static Refused at(String field, String sentence) {
        return new Refused(List.of(new FieldError(field, sentence)));
      }

      public static Refused because(String sentence) {
        return at("", sentence);
      }
    }

    record Throttled(Duration retryAfter) implements Outcome {}
  }

  /** Empty where nobody is signed in. */
  CompletionStage<Optional<Visitor>> visitor(HttpRequest request);

  CompletionStage<Outcome> signIn(HttpRequest request, String email, String password);

  /** Makes the first organization and its owner; fields: organization, email, password. */
  CompletionStage<Outcome> setUp(
      HttpRequest request, String token, String organization, String email, String password);

  /**
   * Accepts an invitation; fields: name, password.
   *
   * @param name maybe empty
   */
  CompletionStage<Outcome> accept(HttpRequest request, String token, String name, String password);

  /**
   * Ends the session.
   *
   * @return headers that take the cookie away
   */
  CompletionStage<List<HttpHeader>> signOut(HttpRequest request);
}
