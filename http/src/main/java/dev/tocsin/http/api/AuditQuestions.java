package dev.tocsin.http.api;

import dev.tocsin.StorableText;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.TenancyStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the audit log. Its rows keep ids and few names, so a text is also looked for in the names
 * that members, tokens, monitors and status pages have now.
 */
public final class AuditQuestions {
  public static final int LONGEST_TEXT = 200;

  /** More things than these are not looked for by their name: the text says too little. */
  private static final int MOST_NAMED = 500;

  private final NodeConfiguration configuration;
  private final TenancyStore store;
  private final Executor blocking;

  public AuditQuestions(ApiParts parts) {
    this.configuration = parts.configuration();
    this.store = parts.tenancy().store();
    this.blocking = parts.blocking();
  }

  /**
   * Which entries are wanted; what is null restricts nothing.
   *
   * @param text in what was done, its detail, or the name of who did it or what it was done to
   * @param author the id of the user or token, of the organization for the system itself
   * @param kind of what something was done to, as {@code monitor}
   * @param from the earliest time
   * @param to the time that all are before
   */
  public record Question(
      @Nullable String text,
      @Nullable UUID author,
      @Nullable String kind,
      @Nullable Instant from,
      @Nullable Instant to) {
    public Question {
      text = text == null ? null : StorableText.of(text);
      kind = kind == null ? null : StorableText.of(kind);
      from = from == null ? null : AuditLog.Cursor.storable(from);
      to = to == null ? null : AuditLog.Cursor.storable(to);
    }
  }

  /** Newest first, from a bounded part of the log; see {@link AuditLog}. */
  public CompletionStage<AuditLog.Page> page(
      OrganizationId organization, Question question, AuditLog.@Nullable Cursor after, int limit) {
    return CompletableFuture.supplyAsync(
        () -> store.audit().page(organization, search(organization, question), after, limit),
        blocking);
  }

  private AuditLog.Search search(OrganizationId organization, Question question) {
    String text = question.text();
    return new AuditLog.Search(
        text == null ? null : new AuditLog.Words(text, named(organization, text)),
        question.author(),
        question.kind(),
        question.from(),
        question.to());
  }

  private Set<String> named(OrganizationId organization, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    Set<String> ids = new HashSet<>();
    for (var member : store.members().members(organization)) {
      var user = member.user();
      if (holds(user.email().value(), wanted) || holds(user.called(), wanted)) {
        ids.add(user.id().toString());
      }
    }
    add(
        ids,
        store.tokens().tokens(organization),
        token -> Map.entry(token.id().toString(), token.name()),
        wanted);
    add(
        ids,
        configuration.pages(organization),
        page -> Map.entry(page.id().toString(), page.name()),
        wanted);
    add(
        ids,
        configuration.monitors(organization, null),
        monitor -> Map.entry(monitor.ref().monitor().toString(), monitor.name()),
        wanted);
    return ids;
  }

  private static <T> void add(
      Set<String> ids,
      Collection<T> things,
      Function<T, Map.Entry<String, String>> idAndName,
      String wanted) {
    for (T thing : things) {
      var named = idAndName.apply(thing);
      if (ids.size() < MOST_NAMED && holds(named.getValue(), wanted)) {
        ids.add(named.getKey());
      }
    }
  }

  private static boolean holds(String name, String wanted) {
    return name.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
