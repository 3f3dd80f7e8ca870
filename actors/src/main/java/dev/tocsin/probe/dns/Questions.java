package dev.tocsin.probe.dns;

import dev.tocsin.probe.AddressPolicy;
import java.net.InetAddress;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;

/** What is asked, as DNS writes it. */
final class Questions {
  /** What passes every network in one piece (DNS flag day 2020). */
  private static final int LARGEST_DATAGRAM = 1_232;

  private Questions() {}

  /**
   * A name as it is kept: in the letters of DNS, in lower case; for PTR an address in its usual
   * form. Empty where it cannot be asked.
   */
  static Optional<String> name(RecordType type, String written) {
    if (type != RecordType.PTR) {
      return RecordValues.name(written).map(RecordValues::text);
    }
    Optional<InetAddress> address = AddressPolicy.literal(written);
    if (address.isPresent()) {
      return address.map(InetAddress::getHostAddress);
    }
    return RecordValues.name(written)
        .map(RecordValues::text)
        .filter(name -> name.endsWith(".arpa"));
  }

  /** What is asked for: of an address its name in the reverse tree. */
  static Record of(DnsSpec spec) {
    Name name =
        (spec.recordType() == RecordType.PTR
                ? AddressPolicy.literal(spec.name()).map(ReverseMap::fromAddress)
                : Optional.<Name>empty())
            .or(() -> RecordValues.name(spec.name()))
            .orElseThrow(() -> new IllegalArgumentException("Not a name: " + spec.name()));
    return Record.newRecord(name, spec.recordType().code(), DClass.IN);
  }

  /**
   * @param extended says that larger answers than 512 bytes are welcome (EDNS)
   */
  static byte[] message(Record question, int id, boolean extended) {
    Message message = new Message(id);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(question, Section.QUESTION);
    if (extended) {
      message.addRecord(new OPTRecord(LARGEST_DATAGRAM, 0, 0), Section.ADDITIONAL);
    }
    return message.toWire();
  }
}
