package errand.server.http;

/** What a handler gives back: an answer that is whole, or one that goes on. */
public sealed interface HttpReply permits HttpAnswer, EventStream {}
