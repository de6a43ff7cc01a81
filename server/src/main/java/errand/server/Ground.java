package errand.server;

import errand.core.app.Finding;
import errand.server.identity.AccessKeys;
import errand.server.identity.LocalAuthority;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What the houses of all accounts stand on.
 *
 * @param real time for certificates and signatures
 * @param clock time for everything about jobs and the fleet
 * @param httpsPort the port of both planes, known once the listener is open
 * @param checkup how the server itself does, for the first account's doctor
 * @param yard what the depots of files stand on
 */
record Ground(
    Config config,
    InstantSource real,
    InstantSource clock,
    LocalAuthority authority,
    AccessKeys keys,
    IntSupplier httpsPort,
    Supplier<List<Finding>> checkup,
    Depot.Yard yard) {}
