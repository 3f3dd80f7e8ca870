package dev.tocsin.probe.sql;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a driver gets instead of what it would make: one socket, connected to an address that was
 * judged, and TLS for the host that a person named. Drivers make their factories by the name of a
 * class, so it is handed over by the thread that calls them; without it they get nothing.
 */
final class Handed {
  static final ScopedValue<Handed> CURRENT = ScopedValue.newInstance();

  private final Socket socket;
  private final String host;
  private final int port;
  private final SSLSocketFactory tls;
  private final boolean verify;
  private boolean taken;

  /**
   * @param socket connected
   */
  Handed(Socket socket, String host, int port, SSLSocketFactory tls, boolean verify) {
    this.socket = socket;
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.verify = verify;
  }

  /** Once: a server must not lead a driver anywhere else, and no attempt is made twice. */
  Socket take() throws IOException {
    if (taken) {
      throw new IOException("the server leads to another address, which is not followed");
    }
    taken = true;
    return socket;
  }

  SSLSocket secured(Socket plain) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(plain, host, port, true);
    if (verify) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    return secured;
  }
}
