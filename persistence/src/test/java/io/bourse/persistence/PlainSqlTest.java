package io.bourse.persistence;

import org.jooq.PlainSQL;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** No text of ours or of a client becomes SQL: statements are built from the generated tables and from bind values. */
class PlainSqlTest {
    @Test
    void shouldNotCallWhatTakesSqlAsText() throws Exception {
        assertEquals(List.of(), plainCalls(Persistence.class));
    }

    @Test
    void shouldSeeSuchCallsWhereTheyAre() throws Exception {
        assertFalse(plainCalls(TestPostgres.class).isEmpty());
    }

    /** Calls of methods of jOOQ that take SQL as text, in all classes of the package beside {@code neighbour}. */
    private static List<String> plainCalls(final Class<?> neighbour) throws Exception {
        final List<String> calls = new ArrayList<>();
        for (final Path file : classFiles(neighbour)) {
            final ClassModel model = ClassFile.of().parse(file);
            for (final MethodModel method : model.methods()) {
                method.code().ifPresent(code -> code.forEach(element -> {
                    if (element instanceof final InvokeInstruction call && isPlainSql(call)) {
                        calls.add(model.thisClass().asInternalName() + ' ' + call.name() + call.type());
                    }
                }));
            }
        }
        return calls;
    }

    private static List<Path> classFiles(final Class<?> neighbour) throws IOException, URISyntaxException {
        final Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.list(root.resolve(neighbour.getPackageName().replace('.', '/')))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static boolean isPlainSql(final InvokeInstruction call) {
        final String owner = call.owner().asInternalName().replace('/', '.');
        if (!owner.startsWith("org.jooq.")) {
            return false;
        }
        try {
            return Arrays.stream(Class.forName(owner).getMethods())
                .filter(method -> method.isAnnotationPresent(PlainSQL.class))
                .filter(method -> call.name().equalsString(method.getName()))
                .anyMatch(method -> call.type().equalsString(descriptor(method)));
        } catch (final ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String descriptor(final Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes()).toMethodDescriptorString();
    }
}
