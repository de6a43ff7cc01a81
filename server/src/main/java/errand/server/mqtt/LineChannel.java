package errand.server.mqtt;

import errand.server.line.Line;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A connection that another listener accepted, as the broker's pipeline wants to see it. Everything
 * here runs on the channel's IO thread; the line's callbacks are brought there.
 */
final class LineChannel extends AbstractChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false);
  private static final int READ_BYTES = 8 * 1024;

  /** Reads in a row before others have their turn. */
  private static final int READS_MAX = 16;

  private static final int WRITE_BYTES_MAX = 64 * 1024;
  private static final int WRITE_BUFFERS_MAX = 256;

  private final Line line;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private volatile boolean open = true;
  private boolean waiting;
  private boolean writing;

  LineChannel(Line line) {
    super(null);
    this.line = line;
  }

  Line line() {
    return line;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new LineUnsafe();
  }

  private final class LineUnsafe extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
      promise.setFailure(new UnsupportedOperationException("a line is connected from the start"));
    }

    /** Goes on with what waits to be written. */
    void flushOn() {
      super.flush0();
    }
  }

  @Override
  protected void doBeginRead() {
    if (!waiting) {
      waiting = true;
      line.whenReadable(() -> later(this::readable), _ -> later(this::broken));
    }
  }

  private void later(Runnable task) {
    if (!eventLoop().isShuttingDown()) {
      eventLoop().execute(task);
    }
  }

  private void readable() {
    waiting = false;
    if (!config.isAutoRead()) {
      return; // asked for again when reading is wanted again
    }
    try {
      var more = true;
      for (var reads = 0; more && open && reads < READS_MAX && config.isAutoRead(); reads++) {
        more = readOnce();
      }
      if (open) {
        pipeline().fireChannelReadComplete();
      }
    } catch (IOException gone) {
      broken();
    }
  }

  /** Whether there may be more to read now. */
  private boolean readOnce() throws IOException {
    var buffer = alloc().buffer(READ_BYTES, READ_BYTES);
    var octets = 0;
    try {
      octets = line.read(buffer.nioBuffer(0, READ_BYTES));
    } finally {
      if (octets <= 0) {
        buffer.release();
      }
    }
    if (octets < 0) {
      broken();
    } else if (octets > 0) {
      buffer.writerIndex(octets);
      pipeline().fireChannelRead(buffer);
    }
    return octets > 0;
  }

  private void broken() {
    waiting = false;
    unsafe().close(voidPromise());
  }

  /**
   * Writes a copy: when the channel is closed meanwhile, its buffers are given to others at once,
   * and the line may still be reading them.
   */
  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    if (writing || out.isEmpty()) {
      return;
    }
    var buffers = out.nioBuffers(WRITE_BUFFERS_MAX, WRITE_BYTES_MAX);
    var count = out.nioBufferCount();
    var octets = out.nioBufferSize();
    if (octets == 0) {
      out.removeBytes(0); // only empty messages
      return;
    }
    var copy = ByteBuffer.allocate(Math.toIntExact(octets));
    for (var i = 0; i < count; i++) {
      copy.put(buffers[i].duplicate());
    }
    writing = true;
    line.write(copy.flip(), () -> later(() -> written(octets)), _ -> later(this::broken));
  }

  private void written(long octets) {
    writing = false;
    var out = unsafe().outboundBuffer();
    if (out != null) {
      out.removeBytes(octets);
      ((LineUnsafe) unsafe()).flushOn();
    }
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new IllegalStateException("not encoded: " + message.getClass().getName());
  }

  @Override
  protected void doClose() {
    open = false;
    line.close();
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doBind(SocketAddress local) {
    throw new UnsupportedOperationException("a line is bound from the start");
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected SocketAddress localAddress0() {
    return new InetSocketAddress(0); // nobody asks
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return line.remote();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }
}
