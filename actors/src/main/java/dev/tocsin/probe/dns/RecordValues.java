package dev.tocsin.probe.dns;

import dev.tocsin.probe.net.Hosts;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/**
 * What records say, as text in one form, so that what a person expects and what a server answers
 * can be compared: names in lower case without the dot at their end, addresses in their usual
 * spelling, the parts of a TXT record joined.
 */
final class RecordValues {
  private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();
  private static final Pattern CAA =
      Pattern.compile("(\\d{1,3})\\s+([a-zA-Z0-9]{1,15})\\s+(?:\"([^\"]*)\"|([^\\s\"]+))");
  private static final int LONGEST_TEXT = 1_000;

  private RecordValues() {}

  /** What a record says. */
  static String of(Record record) {
    return switch (record) {
      case ARecord a -> address(a.rdataToWireCanonical());
      case AAAARecord aaaa -> address(aaaa.rdataToWireCanonical());
      case MXRecord mx -> mx.getPriority() + " " + text(mx.getTarget());
      case SRVRecord srv ->
          "%d %d %d %s"
              .formatted(srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget()));
      case SOARecord soa ->
          "%s %s %d %d %d %d %d"
              .formatted(
                  text(soa.getHost()),
                  text(soa.getAdmin()),
                  soa.getSerial(),
                  soa.getRefresh(),
                  soa.getRetry(),
                  soa.getExpire(),
                  soa.getMinimum());
      case CAARecord caa ->
          caa(
              caa.getFlags(),
              caa.getTag(),
              new String(caa.getValueAsByteArray(), StandardCharsets.UTF_8));
      case TXTRecord txt -> joined(txt.getStringsAsByteArrays());
      case CNAMERecord cname -> text(cname.getTarget());
      case NSRecord ns -> text(ns.getTarget());
      case PTRRecord ptr -> text(ptr.getTarget());
      default -> record.rdataToString();
    };
  }

  /** An expected value in the same form; empty where it is none of this type. */
  static Optional<String> of(RecordType type, String written) {
    return switch (type) {
      case A -> address(written, Address.IPv4);
      case AAAA -> address(written, Address.IPv6);
      case CNAME, NS, PTR -> name(written).map(RecordValues::text);
      case MX -> numbersAndName(written, 1);
      case SRV -> numbersAndName(written, 3);
      case SOA -> soa(written);
      case CAA -> caa(written);
      case TXT ->
          Optional.of(written).filter(text -> !text.isEmpty() && text.length() <= LONGEST_TEXT);
    };
  }

  /** Whether a record says what is expected. Of an SOA record the beginning may be expected. */
  static boolean matches(RecordType type, String expected, String said) {
    return said.equals(expected) || type == RecordType.SOA && said.startsWith(expected + " ");
  }

  /** A name in any script; empty where it is none. */
  static Optional<Name> name(String written) {
    try {
      boolean ascii = written.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
      String letters = ascii ? written : IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
      boolean plain = letters.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\' && c != '@');
      return plain && !letters.isEmpty()
          ? Optional.of(Name.fromString(letters, Name.root).canonicalize())
          : Optional.empty();
    } catch (TextParseException | IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }

  /** In lower case, without the dot at the end; the root is a dot. */
  static String text(Name name) {
    String text = name.canonicalize().toString();
    return text.equals(".") ? text : Hosts.withoutDot(text);
  }

  private static String address(byte[] bytes) {
    return ADDRESSES.from(bytes).toCanonicalString();
  }

  private static Optional<String> address(String written, int family) {
    byte @Nullable [] bytes = Address.toByteArray(written, family);
    return bytes == null ? Optional.empty() : Optional.of(address(bytes));
  }

  private static Optional<String> numbersAndName(String written, int numbers) {
    String[] parts = written.strip().split("\\s+");
    if (parts.length != numbers + 1) {
      return Optional.empty();
    }
    String prefix =
        Arrays.stream(parts, 0, numbers)
            .map(part -> number(part, 65_535))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return prefix.split(" ").length == numbers && !prefix.isEmpty()
        ? name(parts[numbers]).map(name -> prefix + " " + text(name))
        : Optional.empty();
  }

  private static Optional<String> soa(String written) {
    String[] parts = written.strip().split("\\s+");
    if (parts.length < 2 || parts.length > 7) {
      return Optional.empty();
    }
    StringBuilder soa = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      Optional<String> part =
          i < 2 ? name(parts[i]).map(RecordValues::text) : number(parts[i], 0xffffffffL);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      soa.append(i == 0 ? "" : " ").append(part.get());
    }
    return Optional.of(soa.toString());
  }

  private static Optional<String> number(String written, long most) {
    return written.matches("\\d{1,10}") && Long.parseLong(written) <= most
        ? Optional.of(Long.toString(Long.parseLong(written)))
        : Optional.empty();
  }

  private static Optional<String> caa(String written) {
    Matcher parts = CAA.matcher(written.strip());
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > 255) {
      return Optional.empty();
    }
    String value = parts.group(3) == null ? parts.group(4) : parts.group(3);
    return Optional.of(caa(Integer.parseInt(parts.group(1)), parts.group(2), value));
  }

  private static String caa(int flags, String tag, String value) {
    return flags + " " + tag.toLowerCase(Locale.ROOT) + " \"" + value + "\"";
  }

  private static String joined(List<byte[]> parts) {
    int length = parts.stream().mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return new String(all, StandardCharsets.UTF_8);
  }
}
