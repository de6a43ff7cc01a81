package errand.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT 3.1.1 connection that keeps a window of requests under way. A request goes out in one
 * write with the acknowledgement of the answer before it.
 */
final class Connection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int IN_BYTES = 128 * 1024;
  private static final int REQUEST_BYTES_MAX = 1024;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final String thing;
  private final ByteBuffer in = ByteBuffer.allocate(IN_BYTES);
  private final ByteBuffer out;
  private final Slot[] slots;
  private int sequence;
  private @Nullable Round round;
  private @Nullable Request request;

  /** A place for one request under way. */
  private static final class Slot {
    int sequence;
    long sentNanos;
    boolean waiting;
  }

  private Connection(SocketChannel channel, SelectionKey key, String thing, int window) {
    this.channel = channel;
    this.key = key;
    this.thing = thing;
    this.out = ByteBuffer.allocateDirect(window * (REQUEST_BYTES_MAX + Packets.PUBACK_BYTES));
    this.slots = new Slot[window];
    for (var i = 0; i < window; i++) {
      slots[i] = new Slot();
    }
  }

  /** Connects and waits for the welcome. */
  static Connection open(InetSocketAddress server, String thing, int window, Selector selector)
      throws IOException {
    var channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.socket().setSoTimeout(PATIENCE_MILLIS);
    channel.socket().getOutputStream().write(Packets.connect(thing));
    var answer = channel.socket().getInputStream().readNBytes(Packets.CONNACK_BYTES);
    if (!Packets.welcome(answer)) {
      channel.close();
      throw new UnexpectedException("the server did not let " + thing + " in");
    }
    channel.configureBlocking(false);
    var key = channel.register(selector, SelectionKey.OP_READ);
    var connection = new Connection(channel, key, thing, window);
    key.attach(connection);
    return connection;
  }

  /** Sends a full window of the round's requests. */
  void begin(Round next) throws IOException {
    join(next);
    for (var slot = 0; slot < slots.length; slot++) {
      send(slot, System.nanoTime());
    }
    flush();
  }

  /** From now on what it sends and is answered belongs to this round. */
  void join(Round next) {
    round = next;
    request = Request.of(next.scenario(), thing);
  }

  /**
   * Sends one more of the round's requests; false when the window is full.
   *
   * @param sinceNanos from when on the answer is waited for
   */
  boolean offer(long sinceNanos) throws IOException {
    for (var number = 0; number < slots.length; number++) {
      if (!slots[number].waiting) {
        send(number, sinceNanos);
        flush();
        return true;
      }
    }
    return false;
  }

  private void send(int number, long nowNanos) {
    var slot = slots[number];
    slot.sequence = sequence++ & Integer.MAX_VALUE;
    slot.sentNanos = nowNanos;
    slot.waiting = true;
    Objects.requireNonNull(request).write(out, number, slot.sequence);
    Objects.requireNonNull(round).sent();
  }

  /** Reads and writes what can be. */
  void ready() throws IOException {
    if (key.isReadable()) {
      if (channel.read(in) < 0) {
        throw new UnexpectedException("the server ended the connection of " + thing);
      }
      takeAll();
    }
    flush();
  }

  private void flush() throws IOException {
    out.flip();
    channel.write(out);
    var wanted =
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    out.compact();
  }

  /** Takes every whole packet out of what has been read. */
  private void takeAll() {
    var nowNanos = System.nanoTime();
    var bytes = in.array();
    var from = 0;
    for (var end = end(bytes, from); end != Packets.INCOMPLETE; end = end(bytes, from)) {
      take(bytes, from, end, nowNanos);
      from = end;
    }
    in.limit(in.position()).position(from);
    in.compact();
  }

  /** Where the packet that begins at {@code from} ends, if it is all there. */
  private int end(byte[] bytes, int from) {
    var read = in.position();
    var bodyAt = Packets.bodyAt(bytes, from, read);
    if (bodyAt == Packets.INCOMPLETE) {
      return Packets.INCOMPLETE;
    }
    var end = bodyAt + Packets.remaining(bytes, from, bodyAt);
    return end <= read ? end : Packets.INCOMPLETE;
  }

  private void take(byte[] bytes, int from, int end, long nowNanos) {
    var header = bytes[from] & 0xff;
    switch (header >>> 4) {
      case PUBACK -> {
        // The answer will tell more.
      }
      case PUBLISH -> {
        var bodyAt = Packets.bodyAt(bytes, from, end);
        answered(Answer.read(bytes, header, bodyAt, end), nowNanos);
      }
      default -> throw new UnexpectedException("a packet of type " + (header >>> 4));
    }
  }

  private void answered(Answer answer, long nowNanos) {
    var current = Objects.requireNonNull(round);
    var number = slotOf(answer);
    var slot = slots[number];
    slot.waiting = false;
    current.answered(nowNanos - slot.sentNanos, answer.payloadBytes());
    if (answer.packetId() != 0) {
      Packets.acknowledge(out, answer.packetId());
    }
    if (current.open(nowNanos)) {
      send(number, nowNanos);
    }
  }

  private int slotOf(Answer answer) {
    if (!answer.on(Objects.requireNonNull(request).answerTopic())) {
      throw new UnexpectedException("not the answer that was wanted: " + answer.text());
    }
    var tokenAt = answer.tokenAt();
    var number = tokenAt < 0 ? -1 : answer.number(tokenAt, Request.SLOT_DIGITS);
    var known =
        number >= 0
            && number < slots.length
            && slots[number].waiting
            && slots[number].sequence
                == answer.number(tokenAt + Request.SLOT_DIGITS, Request.SEQUENCE_DIGITS);
    if (!known) {
      throw new UnexpectedException("an answer to no request under way: " + answer.text());
    }
    return number;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
