package dev.tocsin.app;

import dev.tocsin.conf.CheckSettings;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.conf.SmtpSettings;
import dev.tocsin.conf.TenancySettings;
import dev.tocsin.conf.TwilioSettings;
import dev.tocsin.mail.Mailbox;
import dev.tocsin.mail.smtp.SmtpMailer;
import dev.tocsin.notify.Allowance;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.discord.DiscordKind;
import dev.tocsin.notify.email.EmailKind;
import dev.tocsin.notify.gotify.GotifyKind;
import dev.tocsin.notify.http.NetworkCaller;
import dev.tocsin.notify.http.Services;
import dev.tocsin.notify.mattermost.MattermostKind;
import dev.tocsin.notify.ntfy.NtfyKind;
import dev.tocsin.notify.opsgenie.OpsgenieKind;
import dev.tocsin.notify.pagerduty.PagerDutyKind;
import dev.tocsin.notify.pushover.PushoverKind;
import dev.tocsin.notify.slack.SlackKind;
import dev.tocsin.notify.slack.SlackReplies;
import dev.tocsin.notify.slack.SlackTokens;
import dev.tocsin.notify.sms.SmsKind;
import dev.tocsin.notify.teams.TeamsKind;
import dev.tocsin.notify.telegram.TelegramKind;
import dev.tocsin.notify.telegram.TelegramReplies;
import dev.tocsin.notify.telegram.TelegramSecrets;
import dev.tocsin.notify.telegram.TelegramWebhooks;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.Telephone;
import dev.tocsin.notify.voice.VoiceKind;
import dev.tocsin.notify.webhook.WebhookKind;
import dev.tocsin.notify.webpush.Vapid;
import dev.tocsin.notify.webpush.WebPushKind;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.http.Fetch;
import dev.tocsin.probe.http.HttpProbe;
import dev.tocsin.probe.net.Dialer;
import dev.tocsin.probe.net.DnsNames;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every kind of channel that there is, on a network of their own: no check delays a page. */
final class KnownChannels implements AutoCloseable {
  /** A server that is slower than this is tried again, and may then send the same mail twice. */
  private static final SmtpMailer.Limits MAIL =
      new SmtpMailer.Limits(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(90));

  private final Network network;
  private final DnsNames names;
  private final Trust trust;
  private final Optional<SmtpMailer> mailer;
  private final Optional<Telephone> telephone;
  private final Services services;
  private final Services strangers;
  private final ChannelKinds kinds;
  private final Allowance allowance;
  private final SlackReplies slackReplies;
  private final TelegramReplies telegramReplies;

  /**
   * @param url of this installation
   * @param own endpoints of Tocsin itself, which no message may reach
   * @param callbacks where it is told what became of messages by telephone
   */
  KnownChannels(
      Settings settings,
      DerivedKeys keys,
      URI url,
      Supplier<Collection<InetSocketAddress>> own,
      CallbackLinks callbacks,
      InstantSource clock,
      Executor blocking) {
    this.mailer = settings.smtp().map(KnownChannels::mailer);
    this.telephone =
        settings
            .twilio()
            .map(it -> new Telephone(it, blocking, clock, Version.CURRENT, Telephone.USUAL));
    this.network = Network.open(1);
    this.names = new DnsNames(network);
    this.trust = Trust.ofJvm();
    AddressPolicy policy =
        new AddressPolicy(
            () -> settings.checks().allowsPrivateTargets(settings.tenancy()),
            "tocsin.checks.private-targets",
            own);
    this.services = services(policy, clock);
    this.strangers =
        services(
            new AddressPolicy(
                () -> settings.checks().privateTargets() == CheckSettings.PrivateTargets.ALLOW,
                "tocsin.checks.private-targets",
                own),
            clock);
    List<ChannelKind> all = new ArrayList<>();
    settings
        .smtp()
        .ifPresent(smtp -> all.add(new EmailKind(mailer.orElseThrow(), from(smtp), clock)));
    boolean isOpen = settings.tenancy().signUp() == TenancySettings.SignUp.OPEN;
    telephone.ifPresent(
        it ->
            all.addAll(
                List.of(new SmsKind(it, callbacks, isOpen), new VoiceKind(it, callbacks, isOpen))));
    this.allowance = new Allowance(bounds(settings), clock);
    all.addAll(
        List.of(
            new SlackKind(services, new SlackTokens(keys, clock)),
            new DiscordKind(services),
            new TelegramKind(
                services, new TelegramWebhooks(services, new TelegramSecrets(keys), url)),
            new TeamsKind(services),
            new MattermostKind(services),
            new PagerDutyKind(services),
            new OpsgenieKind(services),
            new PushoverKind(services),
            new NtfyKind(services),
            new GotifyKind(services),
            new WebhookKind(services),
            new WebPushKind(services, new Vapid(keys, contact(settings, url), clock))));
    this.kinds = new ChannelKinds(all);
    this.slackReplies = new SlackReplies(services);
    this.telegramReplies = new TelegramReplies(services);
  }

  private Services services(AddressPolicy policy, InstantSource clock) {
    HttpProbe http =
        new HttpProbe(network, new Dialer(network, names, policy), trust, clock, Version.CURRENT);
    return new Services(new NetworkCaller(new Fetch(http), NetworkCaller.USUAL), policy, clock);
  }

  private static Map<String, Allowance.Bound> bounds(Settings settings) {
    Map<String, Allowance.Bound> bounds = new HashMap<>();
    settings
        .twilio()
        .map(TwilioSettings::perDay)
        .ifPresent(
            perDay -> {
              bounds.put(
                  SmsKind.TYPE, new Allowance.Bound(perDay.messages(), TwilioSettings.MESSAGES));
              bounds.put(VoiceKind.TYPE, new Allowance.Bound(perDay.calls(), TwilioSettings.CALLS));
            });
    bounds.values().removeIf(bound -> bound.most() == 0);
    return bounds;
  }

  /** Whom a push service may write to; some take messages of nobody without one. */
  private static @Nullable URI contact(Settings settings, URI url) {
    return "https".equals(url.getScheme())
        ? url
        : settings.smtp().map(smtp -> URI.create("mailto:" + smtp.from().address())).orElse(null);
  }

  private static SmtpMailer mailer(SmtpSettings settings) {
    try {
      return new SmtpMailer(settings, MAIL);
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException("tocsin.smtp.authorities: " + wrong.getMessage() + ".");
    }
  }

  private static Mailbox from(SmtpSettings settings) {
    return new Mailbox(
        settings.from().name().orElse(null), new EmailAddress(settings.from().address()));
  }

  ChannelKinds kinds() {
    return kinds;
  }

  /** What organizations may have sent on the installation's account. */
  Allowance allowance() {
    return allowance;
  }

  /** By which anything is posted to addresses that members entered. */
  Services services() {
    return services;
  }

  /**
   * By which anything is posted to addresses that anybody may have entered: private ones are
   * refused unless the operator has allowed them in so many words.
   */
  Services strangers() {
    return strangers;
  }

  SlackReplies slackReplies() {
    return slackReplies;
  }

  TelegramReplies telegramReplies() {
    return telegramReplies;
  }

  @Override
  public void close() throws InterruptedException {
    if (mailer.isPresent()) {
      mailer.get().close();
    }
    telephone.ifPresent(Telephone::close);
    names.close();
    trust.close();
    network.close();
  }
}
