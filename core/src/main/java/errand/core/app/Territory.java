package errand.core.app;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What keeps the registries of several accounts apart: a certificate is registered in one of them
 * alone, since it is by its certificate that a device is told whose it is. Threads: any.
 */
public interface Territory {
  /** Of the one account there is. */
  Territory WHOLE =
      new Territory() {
        @Override
        public <T> Optional<T> claim(String certificateId, Supplier<T> registration) {
          return Optional.of(registration.get());
        }
      };

  /**
   * Registers a certificate, while nobody else registers the same one. Blocks as the registration
   * does, and for others' registrations of it.
   *
   * @return what the registration returned; empty, with nothing done, when another account has the
   *     certificate
   */
  <T> Optional<T> claim(String certificateId, Supplier<T> registration);
}
