/**
 * Devices built on clients that others wrote, each living the whole life of several jobs. The AWS
 * SDKs for Java and the AWS command line are in the conformance tests. Entered by nobody.
 */
@NullMarked
package errand.server.clients;

import org.jspecify.annotations.NullMarked;
