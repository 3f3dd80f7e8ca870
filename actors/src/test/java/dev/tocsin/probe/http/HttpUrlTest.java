package dev.tocsin.probe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP://Example.COM, http://example.com",
    "https://example.com:443/a#part, https://example.com:443/a",
    "http://my_service:8080/, http://my_service:8080/",
    "http://3scale/, http://3scale/",
    "https://münchen.example/straße?q=ä b, https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%A4%20b",
    "http://2130706433/, http://127.0.0.1/",
    "http://0x7f.1/, http://127.0.0.1/",
    "http://[2001:DB8::1]:81/, http://[2001:db8::1]:81/",
    "http://a.example/{id}|x?100%, http://a.example/%7Bid%7D%7Cx?100%25",
    "http://a.example/a%20b, http://a.example/a%20b"
  })
  void readsWhatPeopleWrite(String written, String read) {
    assertThat(HttpUrl.parse(written)).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:80\\x",
        "http://127.0.0.1\\x",
        "http://a.example/x\\y",
        "http://a.example/?q=\\",
        "http://a.example/\u0001",
        "http://a.example/a\nb",
        "http://a.exa\tmple/",
        "http://a.example/\u0085"
      })
  void refusesBackslashesAndControlCharactersAnywhere(String written) {
    assertThatThrownBy(() -> HttpUrl.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("It must not have a (backslash|control character).*");
  }

  @Test
  void takesHostAndPortApart() {
    assertThat(HttpUrl.host(URI.create("http://[::1]:81/"))).isEqualTo("::1");
    assertThat(HttpUrl.port(URI.create("http://[::1]:81/"))).isEqualTo(81);
    assertThat(HttpUrl.port(URI.create("http://[::1]/"))).isEqualTo(80);
    assertThat(HttpUrl.host(URI.create("https://my_service:8080"))).isEqualTo("my_service");
    assertThat(HttpUrl.port(URI.create("https://my_service:8080"))).isEqualTo(8080);
    assertThat(HttpUrl.port(URI.create("https://my_service"))).isEqualTo(443);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, /b, https://a.example/b",
    "https://a.example, b, https://a.example/b",
    "https://a.example/x/y?q=1, z, https://a.example/x/z",
    "https://a.example/x/y?q=1, ?p=2, https://a.example/x/y?p=2",
    "https://a.example/x/y, ../z, https://a.example/z",
    "https://a.example/x, ../../../z, https://a.example/z",
    "https://a.example/x, //b.example/y, https://b.example/y",
    "http://a.example/x, HTTPS://b.example:444/y z, https://b.example:444/y%20z",
    "http://a.example/x, http://u:p@b.example/, http://b.example/",
    "http://a.example/x, http://0xa9fea9fe/, http://169.254.169.254/"
  })
  void followsLocationsAsBrowsersDo(String base, String location, String target) {
    assertThat(HttpUrl.resolve(URI.create(base), location)).hasToString(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://b.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http:///x",
        "http://b.example:80\\x",
        "http://b.example\\x",
        "http:\\\\b"
      })
  void doesNotFollowWhatIsNoAddressOfHttp(String location) {
    assertThatThrownBy(() -> HttpUrl.resolve(URI.create("http://a.example/"), location))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
