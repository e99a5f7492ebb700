package io.bourse.persistence;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jooq.PlainSQL;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** No text of ours or of a client becomes SQL: statements are built from the generated tables and from bind values. */
class PlainSqlTest {
    @Test
    void shouldNotCallWhatTakesSqlAsText() {
        final List<JavaMethodCall> plain = calls(new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.bourse.persistence"));

        assertEquals(List.of(), plain);
    }

    @Test
    void shouldSeeSuchCallsWhereTheyAre() {
        assertTrue(calls(new ClassFileImporter().importClasses(TestPostgres.class)).size() > 0);
    }

    private static List<JavaMethodCall> calls(final JavaClasses classes) {
        return classes.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTarget().isAnnotatedWith(PlainSQL.class))
            .toList();
    }
}
