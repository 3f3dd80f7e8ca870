package dev.tocsin.probe.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/** Made by the drivers, by name: hands them the socket of the check that is under way. */
public final class HandedSockets extends ConfigurableSocketFactory {
  /** Called by the drivers. */
  public HandedSockets() {}

  @Override
  public void setConfiguration(Configuration configuration, String host) {}

  @Override
  public Socket createSocket() throws IOException {
    return Handed.CURRENT.get().take();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }
}
