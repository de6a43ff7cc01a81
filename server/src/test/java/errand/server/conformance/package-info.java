/**
 * What the server promises to its clients, tried with real clients over real sockets: the AWS SDKs,
 * the AWS command line, plain MQTT and plain HTTPS. No test looks inside; what a test needs of the
 * server it asks for as an operator or a device would. Entered by nobody.
 */
@NullMarked
package errand.server.conformance;

import org.jspecify.annotations.NullMarked;
