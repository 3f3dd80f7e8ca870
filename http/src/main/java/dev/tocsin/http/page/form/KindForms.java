package dev.tocsin.http.page.form;

import java.util.List;
import java.util.Optional;

/** The forms there are, the most wanted kinds first. */
public final class KindForms {
  private static final List<KindForm> ALL =
      List.of(
          WebForms.http(),
          OwnForms.heartbeat(),
          HostForms.tcp(),
          NameForms.dns(),
          HostForms.tls(),
          HostForms.ping(),
          HostForms.udp(),
          ServerForms.smtp(),
          ServerForms.redis(),
          WebForms.websocket(),
          WebForms.grpc(),
          ServerForms.sql(),
          NameForms.domain(),
          OwnForms.manual());

  private KindForms() {}

  public static List<KindForm> all() {
    return ALL;
  }

  /**
   * @param type as the API calls the kind
   */
  public static Optional<KindForm> of(String type) {
    return ALL.stream().filter(form -> form.type().equals(type)).findFirst();
  }
}
