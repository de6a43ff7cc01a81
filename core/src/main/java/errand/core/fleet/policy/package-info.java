/**
 * AWS IoT policies: what a document says, and what follows from several of them for one request. No
 * JSON, no storage, no cache and no clock. Entered by {@code app}, which loads the documents, and
 * by the edges that read them or ask.
 */
@NullMarked
package errand.core.fleet.policy;

import org.jspecify.annotations.NullMarked;
