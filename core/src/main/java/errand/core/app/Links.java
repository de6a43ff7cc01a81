package errand.core.app;

import errand.core.artifact.S3Url;
import java.time.Duration;
import java.util.Optional;

/**
 * Where objects are, and signed addresses for devices. No method blocks or asks anybody; the
 * addresses live by the real time, whatever time jobs live by. Threads: any.
 */
public interface Links {
  /** Nothing is served. */
  Links NOWHERE =
      new Links() {
        @Override
        public Home home(S3Url url) {
          return Home.UNKNOWN;
        }

        @Override
        public String download(S3Url url, Optional<String> version, Duration validFor) {
          throw new IllegalStateException("nothing is served here: " + url);
        }

        @Override
        public String upload(S3Url url, Duration validFor) {
          throw new IllegalStateException("nothing is served here: " + url);
        }
      };

  /** Whose an object is. */
  enum Home {
    /** In this server's own store. */
    HERE,
    /** In a storage whose credentials are configured. */
    ELSEWHERE,
    /** At an address that nothing is known of. */
    UNKNOWN
  }

  Home home(S3Url url);

  /**
   * An address to fetch the object from.
   *
   * @param version of the object, instead of the one the address names
   */
  String download(S3Url url, Optional<String> version, Duration validFor);

  /** An address to put the object at. */
  String upload(S3Url url, Duration validFor);
}
