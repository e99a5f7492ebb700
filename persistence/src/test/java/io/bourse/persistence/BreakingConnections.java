package io.bourse.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** Connections of which some break just before a commit, and some just after it, when nobody can tell which it was. */
final class BreakingConnections implements PersistenceAgent.Connector {
    private final Postgres database;
    private final Random random;
    private int brokenBefore;
    private int brokenAfter;

    BreakingConnections(final Postgres database, final long seed) {
        this.database = database;
        this.random = new Random(seed);
    }

    int brokenBefore() {
        return brokenBefore;
    }

    int brokenAfter() {
        return brokenAfter;
    }

    @Override
    public Connection open() throws SQLException {
        final Connection real = database.open("test");
        return (Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[]{Connection.class}, (proxy, method, arguments) -> {
                final int choice = "commit".equals(method.getName()) ? random.nextInt(5) : 0;
                if (choice == 1) {
                    brokenBefore++;
                    real.close();
                    throw new SQLException("broken before the commit", "08006");
                }
                try {
                    final Object result = method.invoke(real, arguments);
                    if (choice == 2) {
                        brokenAfter++;
                        real.close();
                        throw new SQLException("broken after the commit", "08006");
                    }
                    return result;
                } catch (final InvocationTargetException failure) {
                    throw failure.getCause();
                }
            });
    }
}
