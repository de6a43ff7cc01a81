/**
 * Provisioning templates: what a new device is to be given, and with which parameters. Pure; what
 * is given is carried out elsewhere. May look into the fleet and the names.
 */
@NullMarked
package errand.core.provision;

import org.jspecify.annotations.NullMarked;
