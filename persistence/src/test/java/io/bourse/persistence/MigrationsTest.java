package io.bourse.persistence;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MigrationsTest {
    @Test
    void shouldPrepareAnEmptyDatabaseOnce() throws Exception {
        final Postgres database = TestPostgres.shared().newEmptyDatabase();

        Migrations.run(database);
        TestPostgres.execute(database, "update consumer_checkpoint set event_sequence = 5");
        Migrations.run(database);

        assertEquals(5, TestPostgres.count(database, "select event_sequence from consumer_checkpoint"));
    }

    @Test
    void shouldRefuseADatabaseOfANewerVersion() throws Exception {
        final Postgres database = TestPostgres.shared().newEmptyDatabase();
        Migrations.run(database);
        TestPostgres.execute(database, "insert into flyway_schema_history select 99, '99', 'future', type, 'V99__future.sql'," +
            " 1, installed_by, now(), 1, true from flyway_schema_history where version = '1'");

        final IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Migrations.run(database));

        assertTrue(refused.getMessage().contains("version 99, newer than this program knows"), refused.getMessage());
    }

    @Test
    void shouldRefuseAMigrationThatWasChanged() throws Exception {
        final Postgres database = TestPostgres.shared().newEmptyDatabase();
        Migrations.run(database);
        TestPostgres.execute(database, "update flyway_schema_history set checksum = 1 where version = '1'");

        assertThrows(IllegalStateException.class, () -> Migrations.run(database));
    }
}
