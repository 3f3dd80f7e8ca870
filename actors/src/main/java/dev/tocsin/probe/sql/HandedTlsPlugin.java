package dev.tocsin.probe.sql;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/** Found by the driver for MySQL, by its type: TLS for the check that is under way. */
public final class HandedTlsPlugin implements TlsSocketPlugin {
  static final String TYPE = "tocsin";

  /** Called by the driver. */
  public HandedTlsPlugin() {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public TrustManager[] getTrustManager(
      Configuration configuration, ExceptionFactory faults, HostAddress host) {
    return new TrustManager[0];
  }

  @Override
  public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory faults) {
    return new KeyManager[0];
  }

  @Override
  public SSLSocketFactory getSocketFactory(
      Configuration configuration, ExceptionFactory faults, HostAddress host) {
    return new HandedTls();
  }

  @Override
  public SSLSocket createSocket(Socket plain, SSLSocketFactory factory) throws IOException {
    return Handed.CURRENT.get().secured(plain);
  }

  /** The handshake has verified the host where it must. */
  @Override
  public void verify(String host, SSLSession session, long thread) {}
}
