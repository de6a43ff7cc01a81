/** Provisioning templates as JSON. Knows the core and the JSON beside it. */
@NullMarked
package errand.server.wire.provision;

import org.jspecify.annotations.NullMarked;
