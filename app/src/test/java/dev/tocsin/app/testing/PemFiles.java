package dev.tocsin.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test's own, and the certificates of nodes that it signed, as PEM files. */
public final class PemFiles {
  /** The name that all nodes of a cluster share. */
  private static final String CLUSTER = "tocsin.internal";

  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final Path folder;
  private final X500Name name;
  private final KeyPair keys;
  private final Path certificate;

  private PemFiles(Path folder, String name) throws Exception {
    this.folder = folder;
    this.name = new X500Name("CN=" + name);
    this.keys = keyPair();
    var builder = certificate(this.name, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    this.certificate = write(name + ".pem", "CERTIFICATE", sign(builder).getEncoded());
  }

  public static PemFiles authority(Path folder, String name) {
    try {
      return new PemFiles(folder, name);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The settings of a node with a certificate for its address. */
  public Map<String, String> node(String node, String address) {
    try {
      var own = keyPair();
      var builder = certificate(new X500Name("CN=" + node), own);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.iPAddress, address),
                new GeneralName(GeneralName.dNSName, CLUSTER)
              }));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      var signed = write(node + ".pem", "CERTIFICATE", sign(builder).getEncoded());
      return Map.of(
          "TOCSIN_CLUSTER_TLS_CERTIFICATE", signed.toString(),
          "TOCSIN_CLUSTER_TLS_KEY", key(node, own.getPrivate()).toString(),
          "TOCSIN_CLUSTER_TLS_AUTHORITY", certificate.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Path key(String node, PrivateKey key) throws IOException {
    return write(node + ".key", "PRIVATE KEY", key.getEncoded());
  }

  private JcaX509v3CertificateBuilder certificate(X500Name subject, KeyPair of)
      throws CertIOException {
    var now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofDays(1))),
        subject,
        of.getPublic());
  }

  private X509CertificateHolder sign(JcaX509v3CertificateBuilder builder)
      throws OperatorCreationException {
    return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private Path write(String file, String kind, byte[] bytes) throws IOException {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
