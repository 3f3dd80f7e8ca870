package dev.tocsin.probe.http;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of the tests, with servers that show its certificates. */
public final class Authority {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final KeyPair keys = newKeys();
  private final X500Name name;
  private final X509Certificate certificate;

  public Authority(String commonName) {
    this.name = new X500Name("CN=" + commonName);
    Instant now = Instant.now();
    this.certificate =
        certify(
            name,
            name,
            keys,
            keys,
            now.minus(Duration.ofDays(400)),
            now.plus(Duration.ofDays(400)),
            true);
  }

  /** One between the given one and the servers. */
  public Authority(String commonName, Authority above) {
    this.name = new X500Name("CN=" + commonName);
    Instant now = Instant.now();
    this.certificate =
        certify(
            above.name,
            name,
            above.keys,
            keys,
            now.minus(Duration.ofDays(300)),
            now.plus(Duration.ofDays(300)),
            true);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** What a server needs to show a certificate of this authority. */
  public ServerSocketFactory serving(Instant from, Instant to, String... names) {
    KeyPair own = newKeys();
    X509Certificate leaf =
        certify(name, new X500Name("CN=" + names[0]), keys, own, from, to, false, names);
    return sockets(own, leaf, certificate);
  }

  public ServerSocketFactory serving(String... names) {
    Instant now = Instant.now();
    return serving(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(90)), names);
  }

  /** A server that forgets the certificate of this authority, which clients may need. */
  public ServerSocketFactory servingAlone(String... names) {
    KeyPair own = newKeys();
    Instant now = Instant.now();
    return sockets(
        own,
        certify(
            name,
            new X500Name("CN=" + names[0]),
            keys,
            own,
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(90)),
            false,
            names));
  }

  /** A certificate with a key of the server's choice, signed in the given way. */
  public ServerSocketFactory serving(KeyPair own, String signature, String... names) {
    return sockets(own, certificate(own, signature, names), certificate);
  }

  public X509Certificate certificate(KeyPair own, String signature, String... names) {
    Instant now = Instant.now();
    return certify(
        signature,
        name,
        new X500Name("CN=" + names[0]),
        keys,
        own,
        now.minus(Duration.ofDays(1)),
        now.plus(Duration.ofDays(90)),
        false,
        names);
  }

  /** For servers that begin in plain text. */
  public SSLContext context(String... names) {
    KeyPair own = newKeys();
    Instant now = Instant.now();
    X509Certificate leaf =
        certify(
            name,
            new X500Name("CN=" + names[0]),
            keys,
            own,
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(90)),
            false,
            names);
    return context(own, leaf, certificate);
  }

  public static ServerSocketFactory selfSigned(String host) {
    KeyPair own = newKeys();
    X500Name subject = new X500Name("CN=" + host);
    Instant now = Instant.now();
    X509Certificate leaf =
        certify(
            subject,
            subject,
            own,
            own,
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(90)),
            false,
            host);
    return sockets(own, leaf);
  }

  private static ServerSocketFactory sockets(KeyPair own, X509Certificate... chain) {
    return context(own, chain).getServerSocketFactory();
  }

  /** For servers that make their own contexts. */
  public KeyManager[] keyManagers(String... names) {
    KeyPair own = newKeys();
    return keyManagers(own, certificate(own, "SHA256withECDSA", names), certificate);
  }

  private static SSLContext context(KeyPair own, X509Certificate... chain) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(own, chain), null, null);
      return context;
    } catch (GeneralSecurityException defect) {
      throw new AssertionError(defect);
    }
  }

  private static KeyManager[] keyManagers(KeyPair own, X509Certificate... chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", own.getPrivate(), new char[0], chain);
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, new char[0]);
      return managers.getKeyManagers();
    } catch (GeneralSecurityException | IOException defect) {
      throw new AssertionError(defect);
    }
  }

  private static X509Certificate certify(
      X500Name issuer,
      X500Name subject,
      KeyPair issuing,
      KeyPair own,
      Instant from,
      Instant to,
      boolean authority,
      String... names) {
    return certify("SHA256withECDSA", issuer, subject, issuing, own, from, to, authority, names);
  }

  private static X509Certificate certify(
      String signature,
      X500Name issuer,
      X500Name subject,
      KeyPair issuing,
      KeyPair own,
      Instant from,
      Instant to,
      boolean authority,
      String... names) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIALS.getAndIncrement()),
              Date.from(from),
              Date.from(to),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        GeneralName[] all = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
          all[i] =
              new GeneralName(
                  isAddress(names[i]) ? GeneralName.iPAddress : GeneralName.dNSName, names[i]);
        }
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(signature).build(issuing.getPrivate())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException defect) {
      throw new AssertionError(defect);
    }
  }

  private static boolean isAddress(String name) throws UnknownHostException {
    return name.matches("[0-9.]+") && InetAddress.getByName(name) != null;
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException defect) {
      throw new AssertionError(defect);
    }
  }
}
