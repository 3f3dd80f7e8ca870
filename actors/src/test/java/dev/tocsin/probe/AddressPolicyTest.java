package dev.tocsin.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.AddressPolicy.Allowed;
import dev.tocsin.probe.AddressPolicy.Refused;
import dev.tocsin.probe.AddressPolicy.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private final AddressPolicy open = policy(true);
  private final AddressPolicy publicOnly = policy(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.169.253",
        "169.254.170.2",
        "169.254.170.23",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fe80::a9fe:a9fe",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "239.255.255.250",
        "ff02::1",
        "255.255.255.255",
        // the same in other clothes
        "::ffff:169.254.169.254",
        "::ffff:0:a9fe:a9fe",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::169.254.169.254",
        "64:ff9b:1:a9fe:a9:fe00::",
        "64:ff9b:1:a9:fe:a9fe::",
        "64:ff9b:1:0:a9:fea9:fe00:0",
        "2002:a9fe:a9fe::1",
        "2001:0:4136:e378:8000:63bf:5601:5601",
        "2001:db8::5efe:169.254.169.254",
        "64:ff9b::0.0.0.0"
      })
  void refusesWhateverTheSetting(String address) {
    assertThat(judge(open, address)).isInstanceOf(Refused.class);
    assertThat(judge(publicOnly, address)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.9",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "192.0.0.8",
        "240.0.0.1",
        "::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "5f00::1",
        "4000::1",
        "2001:2::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::8.8.8.8",
        "2002:7f00:1::",
        "2002:c0a8:101::1"
      })
  void leavesToTheSettingWhatIsNotPublic(String address) {
    assertThat(judge(open, address)).isInstanceOf(Allowed.class);
    assertThat(judge(publicOnly, address)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "1.1.1.1",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void allowsPublicAddresses(String address) {
    assertThat(judge(publicOnly, address)).isInstanceOf(Allowed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.1, 127.0.0.1",
    "2130706433, 127.0.0.1",
    "0x7f000001, 127.0.0.1",
    "0x7f.1, 127.0.0.1",
    "0177.0.0.1, 127.0.0.1",
    "127.0.0.1., 127.0.0.1",
    "169.254.43518, 169.254.169.254",
    "::ffff:127.0.0.1, 127.0.0.1",
    "::1, 0:0:0:0:0:0:0:1"
  })
  void readsEverySpellingOfAnAddress(String spelling, String address) {
    assertThat(AddressPolicy.literal(spelling).map(InetAddress::getHostAddress)).hasValue(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com", "3scale", "a", "abcdefabcdefabcdefabcdefabcdefab", "1.2.3.4.5",
            "256.256.256.256",
        "fe80::1%eth0", "", "*", "1-2.3.4.5", "10.0.0.0/8", "example.1x"
      })
  void takesEverythingElseForAName(String name) {
    assertThat(AddressPolicy.literal(name)).isEmpty();
  }

  @Test
  void namesTheAddressTheReasonAndTheSetting() {
    assertThat(judge(publicOnly, "10.1.2.3"))
        .isEqualTo(
            new Refused(
                "The address 10.1.2.3 is a private address; this installation connects only to public"
                    + " addresses (TOCSIN_PRIVATE allows others)"));
    assertThat(judge(open, "169.254.169.254"))
        .isEqualTo(
            new Refused(
                "The address 169.254.169.254 is a cloud's metadata service; Tocsin never connects"
                    + " to it"));
  }

  @Test
  void judgesALiteralWhenItIsConfiguredAndANameWhenItIsResolved() {
    assertThat(open.judgeLiteral("0xa9fea9fe", 80)).isInstanceOf(Refused.class);
    assertThat(open.judgeLiteral("metadata.google.internal", 80)).isInstanceOf(Allowed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.53", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
  void refusesALocalOwnPortAtEveryAddressOfThisMachine(String address) {
    for (String own : List.of("127.0.0.1", "0.0.0.0", "::1")) {
      AddressPolicy policy =
          new AddressPolicy(() -> true, "X", () -> List.of(new InetSocketAddress(own, 5432)));
      assertThat(policy.judge(new InetSocketAddress(address, 5432))).isInstanceOf(Refused.class);
      assertThat(policy.judge(new InetSocketAddress(address, 80))).isInstanceOf(Allowed.class);
      assertThat(policy.judge(new InetSocketAddress("203.0.113.7", 5432)))
          .isInstanceOf(Allowed.class);
    }
  }

  @Test
  void refusesARemoteOwnEndpointAtItsAddressOnly() {
    AddressPolicy policy =
        new AddressPolicy(
            () -> true, "X", () -> List.of(new InetSocketAddress("203.0.113.7", 5432)));
    assertThat(policy.judge(new InetSocketAddress("203.0.113.7", 5432)))
        .isInstanceOf(Refused.class);
    assertThat(policy.judge(new InetSocketAddress("203.0.113.8", 5432)))
        .isInstanceOf(Allowed.class);
    assertThat(policy.judge(new InetSocketAddress("127.0.0.1", 5432))).isInstanceOf(Allowed.class);
  }

  @Test
  void refusesThePortOfAnUnresolvedOwnEndpointEverywhere() {
    AddressPolicy policy =
        new AddressPolicy(
            () -> true,
            "X",
            () -> List.of(InetSocketAddress.createUnresolved("database.internal", 5432)));
    assertThat(policy.judge(new InetSocketAddress("203.0.113.7", 5432)))
        .isInstanceOf(Refused.class);
  }

  @Property
  void judgesAnEmbeddedIpv4AddressNoMilderThanTheAddressItself(@ForAll @Size(4) byte[] ipv4)
      throws UnknownHostException {
    String dotted = InetAddress.getByAddress(ipv4).getHostAddress();
    for (AddressPolicy policy : List.of(open, publicOnly)) {
      if (judge(policy, dotted) instanceof Refused) {
        for (String prefix : List.of("::ffff:", "64:ff9b::", "::ffff:0:", "2001:db8::5efe:")) {
          assertThat(judge(policy, prefix + dotted)).isInstanceOf(Refused.class);
        }
      }
    }
  }

  @Property
  void allowsWhatItRefusedOnlyByTheSetting(@ForAll @Size(16) byte[] ipv6)
      throws UnknownHostException {
    InetSocketAddress target = new InetSocketAddress(InetAddress.getByAddress(ipv6), 80);
    if (open.judge(target) instanceof Refused) {
      assertThat(publicOnly.judge(target)).isInstanceOf(Refused.class);
    }
  }

  private static AddressPolicy policy(boolean privateTargets) {
    return new AddressPolicy(() -> privateTargets, "TOCSIN_PRIVATE", List::of);
  }

  private static Verdict judge(AddressPolicy policy, String address) {
    return policy.judge(new InetSocketAddress(address, 80));
  }
}
