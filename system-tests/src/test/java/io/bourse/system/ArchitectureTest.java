package io.bourse.system;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** ARCHITECTURE.md, held by the byte code of every module. */
final class ArchitectureTest {
    private static final String SCHEMA = "io.bourse.schema..";
    private static final String SNAPSHOT = "io.bourse.snapshot..";
    private static final String WIRE = "io.bourse.wire..";
    private static final String CLIENT = "io.bourse.client..";
    private static final String ENGINE = "io.bourse.engine..";
    private static final String SERVICE = "io.bourse.service..";
    private static final String NODE = "io.bourse.node..";
    private static final String GATEWAY = "io.bourse.gateway..";
    private static final String MARKET_DATA = "io.bourse.marketdata..";
    private static final String PERSISTENCE = "io.bourse.persistence..";
    private static final String DEPLOY = "io.bourse.deploy..";

    private static JavaClasses exchange;

    @BeforeAll
    static void readTheClassesOfAllModules() {
        exchange = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            // What checks the exchange from outside is no part of it, and may speak to everything that it has.
            .withImportOption(location -> !location.contains("/io/bourse/system/")).importPackages("io.bourse");
        for (final String name : List.of("engine", "service", "node", "wire", "client", "gateway", "marketdata", "persistence",
            "deploy")) {
            assertTrue(exchange.stream().anyMatch(type -> type.getPackageName().startsWith("io.bourse." + name)),
                "no class of io.bourse." + name + " was read: the rules would hold of nothing");
        }
    }

    @Test
    void shouldLetTheEngineKnowNothingButItselfAndPrimitiveCollections() {
        check(classes().that().resideInAPackage(ENGINE).should().onlyDependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(ENGINE, "java.lang", "java.lang.invoke", "java.lang.runtime",
                    "org.agrona.collections")
                .or(JavaClass.Predicates.equivalentTo(java.util.Arrays.class))
                .or(JavaClass.Predicates.equivalentTo(java.util.Objects.class)))
            .because("its output is a function of snapshot and log"));
    }

    @Test
    void shouldLetNeitherEngineNorServiceAskTheClockOrChance() {
        // EventArchive waits for the archive before the log is played: its deadlines cannot reach the state.
        check(noClasses().that().resideInAnyPackage(ENGINE, SERVICE).and().doNotHaveSimpleName("EventArchive")
            .should().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(java.util.UUID.class, "randomUUID")
            .orShould().callMethod(java.time.Instant.class, "now")
            .orShould().dependOnClassesThat().areAssignableTo(java.util.Random.class)
            .orShould().dependOnClassesThat().areAssignableTo(java.util.random.RandomGenerator.class)
            .orShould().dependOnClassesThat().areAssignableTo(java.time.Clock.class)
            .because("every member must come to the same result, also when it replays the log"));
    }

    @Test
    void shouldLetOnlyTheSchemaBeKnownByAll() {
        check(noClasses().that().resideInAnyPackage(WIRE, SCHEMA, SNAPSHOT).should().dependOnClassesThat().resideInAnyPackage(
            CLIENT, ENGINE, SERVICE, NODE, GATEWAY, MARKET_DATA, PERSISTENCE, DEPLOY));
    }

    @Test
    void shouldLetTheClientKnowOnlyTheSchema() {
        check(noClasses().that().resideInAPackage(CLIENT).should().dependOnClassesThat().resideInAnyPackage(
            ENGINE, SERVICE, NODE, GATEWAY, MARKET_DATA, PERSISTENCE, DEPLOY));
    }

    @Test
    void shouldLetTheClusterNodeKnowOnlyTheSchema() {
        check(noClasses().that().resideInAnyPackage(ENGINE, SERVICE, NODE).should().dependOnClassesThat().resideInAnyPackage(
            CLIENT, GATEWAY, MARKET_DATA, PERSISTENCE, DEPLOY));
        check(noClasses().that().resideInAPackage(SERVICE).should().dependOnClassesThat().resideInAPackage(NODE));
    }

    @Test
    void shouldLetConsumersKnowOnlyTheClientAndTheSchema() {
        check(noClasses().that().resideInAPackage(MARKET_DATA).should().dependOnClassesThat().resideInAnyPackage(
            ENGINE, SERVICE, NODE, GATEWAY, PERSISTENCE, DEPLOY));
        check(noClasses().that().resideInAPackage(PERSISTENCE).should().dependOnClassesThat().resideInAnyPackage(
            ENGINE, SERVICE, NODE, GATEWAY, MARKET_DATA, DEPLOY));
    }

    @Test
    void shouldLetTheGatewayKnowTheReadSidesButNotTheNode() {
        check(noClasses().that().resideInAPackage(GATEWAY).should().dependOnClassesThat().resideInAnyPackage(
            ENGINE, SERVICE, NODE, DEPLOY));
    }

    @Test
    void shouldTouchRedisOnlyInMarketData() {
        check(noClasses().that().resideOutsideOfPackage(MARKET_DATA).should().dependOnClassesThat()
            .resideInAnyPackage("org.redisson..", "redis.clients..", "io.lettuce..")
            .because("only market-data writes Redis; the launcher only starts the server"));
    }

    @Test
    void shouldTouchTheDatabaseOnlyInPersistence() {
        // An exception may be recognised where it arrives; nobody else can make a statement.
        check(noClasses().that().resideOutsideOfPackages(PERSISTENCE, DEPLOY).should().dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "org.jooq..", "java.sql..", "javax.sql..", "com.zaxxer..", "org.postgresql..", "org.flywaydb..")
                .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(SQLException.class))))
            .because("only persistence writes PostgreSQL"));
        check(noClasses().that().resideInAPackage(DEPLOY).and().doNotHaveSimpleName("SqlCommand").should()
            .dependOnClassesThat().resideInAnyPackage("org.jooq..", "com.zaxxer..", "org.flywaydb..")
            .because("the launcher makes the database and verifies what is in it, by plain SQL; ./bourse sql only shows it"));
    }

    @Test
    void shouldNotKnowWhatChecksIt() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("io.bourse.system.."));
    }

    @Test
    void shouldSpeakHttpOnlyInTheGateway() {
        // The resolver is what market-data chooses for its Redis client: the one by default listens at every address.
        check(noClasses().that().resideOutsideOfPackage(GATEWAY).should().dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.netty..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.netty.resolver")))));
    }

    @Test
    void shouldPrintOnlyInTheLauncher() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        final List<String> printing = exchange.stream().flatMap(type -> type.getFieldAccessesFromSelf().stream())
            .filter(access -> access.getTargetOwner().isEquivalentTo(System.class) && access.getName().matches("out|err"))
            .filter(access -> !access.getOriginOwner().getPackageName().startsWith("io.bourse.deploy"))
            // The main of a role tells its starter why it does not start.
            .filter(access -> !access.getOrigin().getName().contains("main"))
            .map(access -> access.getDescription()).toList();
        assertEquals(List.of(), printing, "everything else logs");
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        check(slices().matching("io.bourse.(*)..").should().beFreeOfCycles());
        check(slices().matching("io.bourse.gateway.(*)..").should().beFreeOfCycles());
        check(slices().matching("io.bourse.deploy.(*)..").should().beFreeOfCycles());
    }

    private static void check(final ArchRule rule) {
        rule.check(exchange);
    }
}
