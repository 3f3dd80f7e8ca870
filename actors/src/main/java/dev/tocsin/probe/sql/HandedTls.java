package dev.tocsin.probe.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Made by the driver for PostgreSQL, by name: TLS for the check that is under way. */
public final class HandedTls extends SSLSocketFactory {
  /** Called by the driver. */
  public HandedTls() {}

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    return Handed.CURRENT.get().secured(plain);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return new String[0];
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return new String[0];
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unjudged();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unjudged();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unjudged();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unjudged();
  }

  private static IOException unjudged() {
    return new IOException("TLS begins only over a connection that was judged");
  }
}
