package dev.tocsin.probe.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes the client's side of TLS: by BoringSSL where its library loads, else by the JDK. What is
 * trusted are the JVM's authorities and those added here.
 */
public final class Trust implements AutoCloseable {
  private static final ApplicationProtocolConfig H2 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2);

  /** What is spoken over TLS, agreed on in the handshake (ALPN). */
  public enum Protocol {
    /** HTTP/2. */
    H2
  }

  /** A handshake that takes any certificate, and what it showed. */
  public static final class Inspection {
    private final SslHandler handler;
    private final InspectingTrust trust;

    private Inspection(SslHandler handler, InspectingTrust trust) {
      this.handler = handler;
      this.trust = trust;
    }

    SslHandler handler() {
      return handler;
    }

    /** As the server sent it; empty before it did. */
    List<X509Certificate> chain() {
      return trust.seen(handler.engine()).chain();
    }

    /** Why one who verifies would have refused. */
    Optional<CertificateFault> fault() {
      return trust.seen(handler.engine()).fault();
    }
  }

  private final SslContext verifying;
  private final SslContext trusting;
  private final SslContext verifyingH2;
  private final SslContext trustingH2;
  private final SslContext inspecting;
  private final InspectingTrust inspector;
  private final SSLSocketFactory verifyingSockets;
  private final SSLSocketFactory trustingSockets;

  private Trust(X509ExtendedTrustManager authorities) {
    VerifyingTrust verifier = new VerifyingTrust(authorities);
    this.verifyingSockets = sockets(verifier);
    this.trustingSockets = sockets(new AcceptingTrust());
    this.inspector = new InspectingTrust(verifier);
    try {
      this.verifying = client().trustManager(verifier).build();
      this.trusting = trusting(client()).build();
      this.verifyingH2 = client().applicationProtocolConfig(H2).trustManager(verifier).build();
      this.trustingH2 = trusting(client().applicationProtocolConfig(H2)).build();
      this.inspecting = client().trustManager(inspector).build();
      all().forEach(Trust::shakeHandsInFull);
    } catch (SSLException defect) {
      throw new IllegalStateException("TLS cannot be set up", defect);
    }
  }

  private static SSLSocketFactory sockets(TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException defect) {
      throw new IllegalStateException("TLS cannot be set up", defect);
    }
  }

  /** The JVM's authorities alone. */
  public static Trust ofJvm() {
    return withAuthorities(List.of());
  }

  /**
   * The JVM's authorities and those in a file.
   *
   * @param certificates X.509 in PEM, any number, or one in DER
   * @throws IllegalArgumentException where the file cannot be read or holds no certificates
   */
  public static Trust withFile(Path certificates) {
    try (InputStream in = Files.newInputStream(certificates)) {
      List<X509Certificate> authorities = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(certificate -> authorities.add((X509Certificate) certificate));
      if (authorities.isEmpty()) {
        throw new IllegalArgumentException(certificates + " holds no certificates");
      }
      return withAuthorities(authorities);
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          certificates + " cannot be read as certificates in PEM", unreadable);
    }
  }

  /** The JVM's authorities and these. */
  public static Trust withAuthorities(Collection<X509Certificate> authorities) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (X509Certificate authority : trustManager(null).getAcceptedIssuers()) {
        all.setCertificateEntry("jvm-" + number++, authority);
      }
      for (X509Certificate authority : authorities) {
        all.setCertificateEntry("added-" + number++, authority);
      }
      return new Trust(trustManager(all));
    } catch (IOException | GeneralSecurityException defect) {
      throw new IllegalStateException("The JVM's certificate authorities cannot be read", defect);
    }
  }

  /**
   * For one connection.
   *
   * @param host what the certificate must be for, and what is asked for by SNI where it is a name
   * @param verify false accepts any certificate
   */
  public SslHandler handler(ByteBufAllocator allocator, String host, int port, boolean verify) {
    return handler(verify ? verifying : trusting, allocator, host, port);
  }

  /**
   * For one connection that is to speak the given protocol.
   *
   * @param host as above
   * @param verify false accepts any certificate
   */
  public SslHandler handler(
      ByteBufAllocator allocator, String host, int port, boolean verify, Protocol protocol) {
    return switch (protocol) {
      case H2 -> handler(verify ? verifyingH2 : trustingH2, allocator, host, port);
    };
  }

  /** For one connection that accepts any certificate, to be asked afterwards what it was. */
  Inspection inspect(ByteBufAllocator allocator, String host, int port) {
    return new Inspection(handler(inspecting, allocator, host, port), inspector);
  }

  private static SslHandler handler(
      SslContext context, ByteBufAllocator allocator, String host, int port) {
    SslHandler handler = context.newHandler(allocator, host, port);
    // the check has its own time-out
    handler.setHandshakeTimeoutMillis(0);
    if (!NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
      askFor(handler, host);
    }
    return handler;
  }

  /** For libraries that open TLS by themselves, on the JDK's sockets. */
  public SSLSocketFactory sockets(boolean verify) {
    return verify ? verifyingSockets : trustingSockets;
  }

  @Override
  public void close() {
    all().forEach(ReferenceCountUtil::release);
  }

  private List<SslContext> all() {
    return List.of(verifying, trusting, verifyingH2, trustingH2, inspecting);
  }

  /** A handshake that goes on where another ended shows no certificate and takes less time. */
  private static void shakeHandsInFull(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(false);
    }
  }

  /** Names without a dot are asked for too, which an engine by itself leaves out. */
  private static void askFor(SslHandler handler, String host) {
    SSLParameters parameters = handler.engine().getSSLParameters();
    try {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    } catch (IllegalArgumentException underscore) {
      // not a name by the letter of the RFC; the engine does what it can with it
      return;
    }
    handler.engine().setSSLParameters(parameters);
  }

  private static SslContextBuilder trusting(SslContextBuilder client) {
    return client.trustManager(new AcceptingTrust()).endpointIdentificationAlgorithm(null);
  }

  private static SslContextBuilder client() {
    boolean boringSsl = OpenSsl.isAvailable();
    return SslContextBuilder.forClient()
        .sslProvider(boringSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
        .protocols("TLSv1.2", "TLSv1.3")
        .sessionCacheSize(1)
        // the JDK's engine cannot be told to keep none
        .sessionTimeout(1)
        .endpointIdentificationAlgorithm("HTTPS");
  }

  private static X509ExtendedTrustManager trustManager(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new IllegalStateException("The JVM has no trust manager for X.509");
  }
}
