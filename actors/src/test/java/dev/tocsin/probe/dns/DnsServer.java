package dev.tocsin.probe.dns;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server on loopback, by UDP and TCP on one port, that answers as a script says. */
final class DnsServer implements AutoCloseable {
  interface Script {
    /** What is sent back, in order; none is silence, and by TCP the end of the connection. */
    List<byte[]> answer(Message question, boolean tcp) throws Exception;
  }

  private final DatagramSocket datagrams;
  private final ServerSocket connections;
  private final Script script;
  final List<Message> questions = new CopyOnWriteArrayList<>();

  DnsServer(Script script) throws IOException {
    this.script = script;
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    DatagramSocket udp = null;
    ServerSocket tcp = null;
    while (tcp == null) {
      udp = new DatagramSocket(0, loopback);
      try {
        tcp = new ServerSocket(udp.getLocalPort(), 50, loopback);
      } catch (IOException taken) {
        udp.close();
      }
    }
    this.datagrams = udp;
    this.connections = tcp;
    Thread.ofVirtual().start(this::serveDatagrams);
    Thread.ofVirtual().start(this::serveConnections);
  }

  /** Answers every question from these records, in the form of a zone file. */
  static DnsServer zone(String... records) throws IOException {
    return new DnsServer((question, tcp) -> List.of(fromZone(question, records).toWire()));
  }

  static DnsServer code(int code) throws IOException {
    return new DnsServer(
        (question, tcp) -> {
          Message answer = fromZone(question);
          answer.getHeader().setRcode(code);
          return List.of(answer.toWire());
        });
  }

  InetSocketAddress address() {
    return (InetSocketAddress) datagrams.getLocalSocketAddress();
  }

  String text() {
    return "127.0.0.1:" + datagrams.getLocalPort();
  }

  /** All records of the asked name, and of those that its aliases lead to. */
  static Message fromZone(Message question, String... records) {
    Message answer = new Message(question.getHeader().getID());
    Header head = answer.getHeader();
    head.setFlag(Flags.QR);
    head.setFlag(Flags.AA);
    answer.addRecord(question.getQuestion(), Section.QUESTION);
    List<Record> zone = Arrays.stream(records).map(DnsServer::record).toList();
    zone.forEach(record -> answer.addRecord(record, Section.ANSWER));
    head.setRcode(Rcode.NOERROR);
    return answer;
  }

  static Record record(String line) {
    try {
      byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      return new Master(new ByteArrayInputStream(bytes), Name.root, 300).nextRecord();
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  static Record question(String name, int type) {
    return Record.newRecord(Name.fromConstantString(name), type, DClass.IN);
  }

  private void serveDatagrams() {
    byte[] buffer = new byte[4_096];
    while (!datagrams.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
        questions.add(question);
        InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
        Thread.ofVirtual().start(() -> answer(question, from));
      } catch (IOException closed) {
        // the end of the test
      }
    }
  }

  private void answer(Message question, InetSocketAddress to) {
    try {
      for (byte[] answer : script.answer(question, false)) {
        datagrams.send(new DatagramPacket(answer, answer.length, to));
      }
    } catch (Exception over) {
      // the end of the test
    }
  }

  private void serveConnections() {
    while (!connections.isClosed()) {
      try {
        Socket socket = connections.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        // the end of the test
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] bytes = new byte[in.readUnsignedShort()];
      in.readFully(bytes);
      Message question = new Message(bytes);
      questions.add(question);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (byte[] answer : new ArrayList<>(script.answer(question, true))) {
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      }
    } catch (Exception over) {
      // the other side has had enough
    }
  }

  @Override
  public void close() throws IOException {
    datagrams.close();
    connections.close();
  }
}
