package dev.tocsin.probe.http;

import java.io.IOException;
import java.io.Writer;

/** Keeps the beginning of what is written, and ends the writing when it has enough. */
final class FirstCharacters extends Writer {
  private final int most;
  private final StringBuilder text = new StringBuilder();

  FirstCharacters(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    text.append(characters, offset, Math.min(length, most - text.length()));
    if (text.length() >= most) {
      throw new IOException("enough");
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
