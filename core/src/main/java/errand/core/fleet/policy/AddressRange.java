package errand.core.fleet.policy;

import java.net.InetAddress;
import java.util.Optional;

/** An address or a range of them, such as {@code 10.0.0.0/8}; both versions of IP. */
public record AddressRange(InetAddress first, int bits) {
  /** Reads an address, or the first one of a range and its length; empty when it is none. */
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    return address(address)
        .flatMap(
            first -> {
              int all = first.getAddress().length * 8;
              if (slash < 0) {
                return Optional.of(new AddressRange(first, all));
              }
              String bits = text.substring(slash + 1);
              boolean fits = bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= all;
              return fits
                  ? Optional.of(new AddressRange(first, Integer.parseInt(bits)))
                  : Optional.empty();
            });
  }

  boolean contains(String address) {
    return address(address).filter(this::contains).isPresent();
  }

  /** Whether an address is in it; of the other version of IP none is. */
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  // Literals only: a policy must never make the server ask a name server.
  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
