package dev.tocsin.probe.dns;

import org.xbill.DNS.Type;

/** What may be asked of a name. */
public enum RecordType {
  A(Type.A, "an IPv4 address such as \"192.0.2.1\""),
  AAAA(Type.AAAA, "an IPv6 address such as \"2001:db8::1\""),
  CNAME(Type.CNAME, "a name such as \"www.example\""),
  MX(Type.MX, "a preference and a name, such as \"10 mail.example\""),
  NS(Type.NS, "a name such as \"ns1.example\""),
  TXT(Type.TXT, "a text of 1 to 1000 characters"),
  SOA(
      Type.SOA,
      "the names of the primary server and the mailbox, and then any of the five numbers,"
          + " such as \"ns1.example hostmaster.example\""),
  PTR(Type.PTR, "a name such as \"host.example\""),
  CAA(Type.CAA, "flags, a tag and a value, such as \"0 issue \\\"ca.example\\\"\""),
  SRV(Type.SRV, "priority, weight, port and a name, such as \"10 5 5060 sip.example\"");

  private final int code;
  private final String form;

  RecordType(int code, String form) {
    this.code = code;
    this.form = form;
  }

  /** Its number in DNS. */
  int code() {
    return code;
  }

  /** What an expected value looks like, for a sentence. */
  String form() {
    return form;
  }

  /** {@code an MX record}. */
  String one() {
    return switch (this) {
      case A, AAAA, MX, NS, SOA, SRV -> "an " + this + " record";
      case CNAME, TXT, PTR, CAA -> "a " + this + " record";
    };
  }
}
