package errand.server.fetch;

import errand.core.fleet.policy.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses the server may connect to on an operator's word: public ones, and those that are
 * allowed by name. Source: the special-purpose registries of IANA.
 */
final class Destinations {
  private static final List<AddressRange> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/96", // also ::, ::1 and the old form of an IPv4 address in an IPv6 one
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(each -> AddressRange.parse(each).orElseThrow())
          .toList();

  private final List<AddressRange> allowed;

  Destinations(List<AddressRange> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  boolean mayReach(InetAddress address) {
    return named(address) || SPECIAL.stream().noneMatch(range -> range.contains(address));
  }

  /** Whether the address is allowed by name: then also without TLS. */
  boolean named(InetAddress address) {
    return allowed.stream().anyMatch(range -> range.contains(address));
  }
}
