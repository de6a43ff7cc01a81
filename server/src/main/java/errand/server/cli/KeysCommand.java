package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand keys}. */
@Command(
    name = "keys",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, list and turn off the access keys that operators sign with.",
    footer = {
      "",
      "A running server sees a change within a second. To rotate a key:",
      "  errand keys add --data DIR         then hand the new key out",
      "  errand keys disable ID --data DIR  once nobody uses the old one",
      "  errand keys remove ID --data DIR   once nobody has missed it",
      "A key for a new account makes that account, with a fleet of its own."
    })
final class KeysCommand {}
