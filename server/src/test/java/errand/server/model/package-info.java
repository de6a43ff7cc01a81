/**
 * The published service models, walked member by member: requests at the edge of each range and one
 * beyond, and every member of the responses. The facts are in resources beside, and are held
 * against the AWS SDK's own list of members. Entered by nobody.
 */
@NullMarked
package errand.server.model;

import org.jspecify.annotations.NullMarked;
