package errand.server.http;

/**
 * One decoded query parameter.
 *
 * @param name before the first equals sign
 * @param value after it; empty when there is none
 */
public record QueryParameter(String name, String value) {}
