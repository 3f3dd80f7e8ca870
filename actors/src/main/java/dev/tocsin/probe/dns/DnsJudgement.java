package dev.tocsin.probe.dns;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.dns.DnsSpec.Match;
import dev.tocsin.probe.net.Dial;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.Quotes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What an answer means. */
final class DnsJudgement {
  private static final int MOST_SHOWN = 24;
  private static final int MOST_QUOTED = 5;
  private static final int LONGEST_QUOTE = 80;

  private final DnsSpec spec;
  private final DnsExchange.Reply reply;
  private final Message message;
  private final String server;
  private final String subject;

  private DnsJudgement(DnsSpec spec, DnsExchange.Reply reply) {
    this.spec = spec;
    this.reply = reply;
    this.message = reply.message();
    this.server = Dial.text(reply.server());
    boolean address =
        spec.recordType() == RecordType.PTR && AddressPolicy.literal(spec.name()).isPresent();
    this.subject = (address ? "The address " : "The name ") + spec.name();
  }

  /**
   * Notes what was answered.
   *
   * @return why the target is down; null where it is not
   */
  static @Nullable String of(DnsSpec spec, Record question, DnsExchange.Reply reply, Notes notes) {
    return new DnsJudgement(spec, reply).judge(question.getName(), notes);
  }

  private @Nullable String judge(Name asked, Notes notes) {
    notes.fact("answered by", server + (reply.connectMicros() == null ? " over UDP" : " over TCP"));
    if (reply.questions() > 1) {
      notes.fact("questions sent", Integer.toString(reply.questions()));
    }
    List<Record> answer = message.getSection(Section.ANSWER);
    note(answer, notes);
    Chain chain = Chain.from(asked, answer, spec.recordType() == RecordType.CNAME);
    if (chain.circle()) {
      return "The aliases of %s go in a circle: %s"
          .formatted(
              spec.name(),
              chain.names().stream()
                  .limit(MOST_QUOTED)
                  .map(RecordValues::text)
                  .collect(Collectors.joining(" -> ")));
    }
    if (message.getRcode() != Rcode.NOERROR) {
      return codeFault(chain);
    }
    List<String> values = values(chain.last(), answer);
    return values.isEmpty() ? missing(chain) : mismatch(values);
  }

  private void note(List<Record> answer, Notes notes) {
    answer.stream()
        .limit(MOST_SHOWN)
        .forEach(
            record ->
                notes.fact(
                    Type.string(record.getType()) + " record",
                    "%s, TTL %d s"
                        .formatted(Quotes.of(RecordValues.of(record), 400), record.getTTL())));
    if (answer.size() > MOST_SHOWN) {
      notes.fact("more records", Integer.toString(answer.size() - MOST_SHOWN));
    }
  }

  private String codeFault(Chain chain) {
    int code = message.getRcode();
    return switch (code) {
      case Rcode.NXDOMAIN ->
          chain.names().size() > 1
              ? "%s is an alias of %s, which does not exist (NXDOMAIN from %s)"
                  .formatted(subject, RecordValues.text(chain.last()), server)
              : "%s does not exist (NXDOMAIN from %s)".formatted(subject, server);
      case Rcode.SERVFAIL ->
          "%s answered SERVFAIL for %s: it could not get an answer, or could not verify it"
              .formatted(server, spec.name());
      case Rcode.REFUSED ->
          "%s answered REFUSED for %s: it does not answer this question here"
              .formatted(server, spec.name());
      default -> "%s answered %s for %s".formatted(server, Rcode.string(code), spec.name());
    };
  }

  private List<String> values(Name owner, List<Record> answer) {
    return answer.stream()
        .filter(record -> record.getType() == spec.recordType().code())
        .filter(record -> record.getName().equals(owner))
        .map(RecordValues::of)
        .distinct()
        .toList();
  }

  private String missing(Chain chain) {
    if (chain.names().size() > 1) {
      return "%s is an alias of %s, which has no %s record"
          .formatted(subject, RecordValues.text(chain.last()), spec.recordType());
    }
    boolean refers =
        !message.getHeader().getFlag(Flags.AA)
            && message.getSection(Section.AUTHORITY).stream()
                .anyMatch(record -> record.getType() == Type.NS);
    return refers
        ? "%s does not answer for %s, but refers to other name servers"
            .formatted(server, spec.name())
        : "%s has no %s record".formatted(subject, spec.recordType());
  }

  private @Nullable String mismatch(List<String> values) {
    List<String> absent = new ArrayList<>();
    for (String expected : spec.expected()) {
      if (values.stream().noneMatch(it -> RecordValues.matches(spec.recordType(), expected, it))) {
        absent.add(expected);
      }
    }
    boolean holds =
        absent.isEmpty() || spec.match() == Match.ANY && absent.size() < spec.expected().size();
    if (holds) {
      return null;
    }
    return "%s has the %s %s %s, but %s%s"
        .formatted(
            subject,
            spec.recordType(),
            values.size() == 1 ? "record" : "records",
            quoted(values),
            spec.match() == Match.ANY && absent.size() > 1
                ? "none of the expected "
                : "not the expected ",
            quoted(absent));
  }

  private static String quoted(List<String> values) {
    String listed =
        values.stream()
            .limit(MOST_QUOTED)
            .map(value -> Quotes.of(value, LONGEST_QUOTE))
            .collect(Collectors.joining(", "));
    int more = values.size() - MOST_QUOTED;
    return more > 0 ? listed + " and " + more + " more" : listed;
  }

  /**
   * The aliases from the name that was asked to the one that has the records.
   *
   * @param names in order, the one that was asked first
   * @param circle whether the last one leads back
   */
  private record Chain(List<Name> names, boolean circle) {
    static Chain from(Name asked, List<Record> answer, boolean aliasAsked) {
      List<Name> names = new ArrayList<>(List.of(asked));
      while (!aliasAsked) {
        Name last = names.getLast();
        Name next = null;
        for (Record record : answer) {
          if (record instanceof CNAMERecord alias && alias.getName().equals(last)) {
            next = alias.getTarget();
          }
        }
        if (next == null) {
          break;
        }
        boolean circle = names.contains(next);
        names.add(next);
        if (circle) {
          return new Chain(names, true);
        }
      }
      return new Chain(names, false);
    }

    Name last() {
      return names.getLast();
    }
  }
}
