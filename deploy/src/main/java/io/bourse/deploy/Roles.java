package io.bourse.deploy;

import picocli.CommandLine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;

/** Starts roles inside this process. */
final class Roles {
    private Roles() {
    }

    /** Starts a role by its {@code launch} with its options. */
    static AutoCloseable launch(final RoleConfiguration role) {
        try {
            final Method launch = Stream.of(Class.forName(role.mainClass()).getMethods())
                .filter(method -> method.getName().equals("launch") && method.getParameterCount() == 1).findFirst().orElseThrow();
            final Object options = launch.getParameterTypes()[0].getDeclaredConstructor().newInstance();
            new CommandLine(options).parseArgs(role.arguments());
            return (AutoCloseable) launch.invoke(null, options);
        } catch (final InvocationTargetException e) {
            throw new StartupException(role.name() + " did not start: " + e.getCause(), e.getCause());
        } catch (final ReflectiveOperationException e) {
            throw new StartupException(role.name() + " did not start: " + e, e);
        }
    }
}
