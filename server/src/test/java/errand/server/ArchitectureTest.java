package errand.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.Socket;
import java.net.URLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, and the purity of the core. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(
              place -> !place.contains("/test-classes/") && !place.contains("tests.jar"))
          .importPackages("errand.core", "errand.server");

  @Test
  void the_core_knows_nothing_but_the_language() {
    noClasses()
        .that()
        .resideInAPackage("errand.core..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("errand.core..", "java..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void the_core_reads_no_clock_throws_no_dice_and_starts_no_thread() {
    var core = noClasses().that().resideInAPackage("errand.core..");
    core.should().callMethod(Instant.class, "now").check(CLASSES);
    core.should().callMethod(LocalDate.class, "now").check(CLASSES);
    core.should().callMethod(LocalDateTime.class, "now").check(CLASSES);
    core.should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    core.should().callMethod(System.class, "nanoTime").check(CLASSES);
    core.should().callMethod(UUID.class, "randomUUID").check(CLASSES);
    core.should().callMethod(Math.class, "random").check(CLASSES);
    core.should().dependOnClassesThat().areAssignableTo(Clock.class).check(CLASSES);
    core.should().dependOnClassesThat().areAssignableTo(Random.class).check(CLASSES);
    core.should().dependOnClassesThat().areAssignableTo(Thread.class).check(CLASSES);
    core.should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net.http..",
                "java.sql.."))
        .check(CLASSES);
    core.should().dependOnClassesThat().areAssignableTo(Socket.class).check(CLASSES);
    core.should().dependOnClassesThat().areAssignableTo(URLConnection.class).check(CLASSES);
  }

  @Test
  void the_wire_knows_the_core_and_itself() {
    noClasses()
        .that()
        .resideInAPackage("errand.server.wire..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("errand.server..").and(not(resideInAPackage("errand.server.wire.."))))
        .check(CLASSES);
  }

  @Test
  void the_store_knows_the_core_and_json() {
    noClasses()
        .that()
        .resideInAPackage("errand.server.store..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("errand.server..")
                .and(not(resideInAnyPackage("errand.server.store..", "errand.server.wire.json.."))))
        .check(CLASSES);
  }

  @Test
  void nothing_but_the_store_knows_a_database() {
    noClasses()
        .that()
        .resideOutsideOfPackages("errand.server.store..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite.."))
        .check(CLASSES);
  }

  @Test
  void nothing_but_its_room_knows_the_broker() {
    noClasses()
        .that()
        .resideOutsideOfPackages("errand.server.mqtt..", "errand.server.cli..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("com.hivemq..", "io.netty.."))
        .check(CLASSES);
  }

  @Test
  void nothing_but_the_rooms_of_http_know_the_listener_and_its_client() {
    noClasses()
        .that()
        .resideOutsideOfPackages("errand.server.http..", "errand.server.fetch..")
        .should()
        .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.."))
        .check(CLASSES);
  }

  @Test
  void the_console_knows_listeners_keys_and_json_and_nothing_of_what_operations_do() {
    noClasses()
        .that()
        .resideInAPackage("errand.server.console..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("errand..")
                .and(
                    not(
                        resideInAnyPackage(
                            "errand.server.console..",
                            "errand.server.http..",
                            "errand.server.identity..",
                            "errand.server.wire.json.."))))
        .check(CLASSES);
  }

  @Test
  void nobody_but_main_starts_the_server() {
    noClasses()
        .that()
        .resideInAPackage("errand.server..")
        .and()
        .resideOutsideOfPackages("errand.server")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("errand.server")
        .check(CLASSES);
  }

  @Test
  void the_rooms_of_the_core_form_no_circle() {
    slices()
        .matching("errand.core.(*)..")
        .namingSlices("room $1")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
