package errand.server.mqtt;

import java.util.Optional;

/**
 * The topics of one account as the broker knows them: each begins with a level that names the
 * account. No filter reaches behind that level, since it has no wildcard in it, so neither messages
 * nor retained messages, wills and shared subscriptions get from one account to another.
 *
 * <pre>
 *   client                    broker
 *   plant/7                   111122223333/plant/7
 *   #                         111122223333/#
 *   $aws/things/+/jobs/#      $111122223333/$aws/things/+/jobs/#
 *   $share/g/plant/#          $share/g/111122223333/plant/#
 * </pre>
 *
 * Topics with a dollar in front have a level of their own, so that a filter that begins with a
 * wildcard does not match them, as MQTT has it.
 */
final class AccountTopics {
  private static final String SHARE = "$share/";

  private final String account;
  private final String plain;
  private final String reserved;

  /** Those of an account of twelve digits. */
  AccountTopics(String account) {
    this.account = account;
    this.plain = account + "/";
    this.reserved = "$" + account + "/";
  }

  String account() {
    return account;
  }

  /** A topic or filter of a client, as the broker knows it. */
  String inside(String filter) {
    if (filter.startsWith(SHARE)) {
      int behindGroup = filter.indexOf('/', SHARE.length()) + 1;
      return behindGroup == 0
          ? filter // no filter at all; the broker says so
          : filter.substring(0, behindGroup) + inside(filter.substring(behindGroup));
    }
    if (filter.isEmpty()) {
      return filter; // just as bad inside
    }
    return filter.startsWith("$") ? reserved + filter : plain + filter;
  }

  /** A topic that the broker knows, as the account's clients do; empty for other accounts' ones. */
  Optional<String> outside(String topic) {
    if (topic.startsWith(plain)) {
      return Optional.of(topic.substring(plain.length()));
    }
    return topic.startsWith(reserved)
        ? Optional.of(topic.substring(reserved.length()))
        : Optional.empty();
  }
}
