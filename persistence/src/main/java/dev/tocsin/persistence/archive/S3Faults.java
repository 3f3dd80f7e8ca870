package dev.tocsin.persistence.archive;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What the storage's failures mean, in sentences without anything that it sent: its texts may
 * repeat keys.
 */
final class S3Faults {
  private static final String KEYS =
      "tocsin.results.archive.s3.access-key and tocsin.results.archive.s3.secret-key";

  private final String place;
  private final String endpoint;

  /**
   * @param place like {@code s3://bucket/prefix}
   * @param endpoint for messages
   */
  S3Faults(String place, String endpoint) {
    this.place = place;
    this.endpoint = endpoint;
  }

  StoreAwayException of(SdkException failed) {
    return new StoreAwayException(sentence(failed), failed);
  }

  private String sentence(SdkException failed) {
    if (failed instanceof S3Exception answered) {
      return answered(answered);
    }
    if (failed instanceof ApiCallTimeoutException
        || failed instanceof ApiCallAttemptTimeoutException) {
      return notReachable("it did not answer in time");
    }
    String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("credentials")) {
      return "The archive "
          + place
          + " cannot be used: no credentials are found; set "
          + KEYS
          + ", or give the machine a role.";
    }
    if (message.contains("region")) {
      return "The archive "
          + place
          + " cannot be used: no region is known; set tocsin.results.archive.s3.region.";
    }
    return notReachable(reason(failed));
  }

  private String notReachable(String reason) {
    return "The archive " + place + " cannot be reached at " + endpoint + ": " + reason + ".";
  }

  private static String reason(SdkException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException unknown -> {
          return "its host name is not known";
        }
        case SocketTimeoutException late -> {
          return "it did not answer in time";
        }
        case ConnectException refused -> {
          return "the connection is refused";
        }
        case SSLException tls -> {
          return "the encrypted connection fails (" + tls.getMessage() + ")";
        }
        default -> {
          if (cause.getCause() == null) {
            return "the connection broke (" + cause.getClass().getSimpleName() + ")";
          }
        }
      }
    }
    return "the connection broke";
  }

  private String answered(S3Exception failed) {
    int status = failed.statusCode();
    AwsErrorDetails details = failed.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String answer = "(status " + status + (code.isEmpty() ? "" : ", " + code) + ")";
    if (code.equals("NoSuchBucket")) {
      return "The archive " + place + " cannot be used: there is no such bucket " + answer + ".";
    }
    if (status == 401 || status == 403) {
      return "The archive "
          + place
          + " refuses access "
          + answer
          + "; check "
          + KEYS
          + ", and the right to list, read, write and delete there.";
    }
    if (status == 301 || status == 307 || status == 400) {
      return "The archive "
          + place
          + " does not take requests "
          + answer
          + "; check tocsin.results.archive.s3.region, .endpoint and .path-style.";
    }
    return "The archive " + place + " has a fault of its own " + answer + ".";
  }
}
