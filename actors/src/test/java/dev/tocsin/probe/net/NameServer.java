package dev.tocsin.probe.net;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on loopback that answers as a script says. */
final class NameServer implements AutoCloseable {
  static final int NAME_ERROR = 3;
  static final int SERVER_FAILURE = 2;

  /** What is answered to one question; null says nothing. */
  interface Script {
    Answer answer(String name, boolean ipv6, int number);
  }

  record Answer(int code, List<String> addresses) {}

  private final DatagramSocket socket;
  private final Script script;
  private final AtomicInteger questions = new AtomicInteger();

  NameServer(Script script) throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    this.script = script;
    Thread.ofVirtual().start(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  int questions() {
    return questions.get();
  }

  private void serve() {
    byte[] buffer = new byte[1_500];
    try {
      while (!socket.isClosed()) {
        DatagramPacket question = new DatagramPacket(buffer, buffer.length);
        socket.receive(question);
        byte[] answer = answer(buffer, questions.getAndIncrement());
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  /** RFC 1035, 4.1: header, question, answers that point back to the question's name. */
  private byte[] answer(byte[] question, int number) {
    StringBuilder name = new StringBuilder();
    int at = 12;
    while (question[at] != 0) {
      name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII))
          .append('.');
      at += question[at] + 1;
    }
    boolean ipv6 = question[at + 2] == 28;
    Answer answer = script.answer(name.substring(0, name.length() - 1), ipv6, number);
    if (answer == null) {
      return new byte[0];
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      List<InetAddress> addresses =
          answer.addresses().stream()
              .map(NameServer::parse)
              .filter(address -> (address.getAddress().length == 16) == ipv6)
              .toList();
      out.write(question, 0, 2);
      out.writeShort(0x8180 | answer.code());
      out.writeShort(1);
      out.writeShort(addresses.size());
      out.writeInt(0);
      out.write(question, 12, at + 5 - 12);
      for (InetAddress address : addresses) {
        out.writeShort(0xc00c);
        out.writeShort(ipv6 ? 28 : 1);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(address.getAddress().length);
        out.write(address.getAddress());
      }
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static InetAddress parse(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
