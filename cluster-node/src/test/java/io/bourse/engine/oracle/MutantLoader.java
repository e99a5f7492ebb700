package io.bourse.engine.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Loads engine and oracle anew, with some classes of the engine exchanged, beside the ones that the test itself uses. */
final class MutantLoader extends ClassLoader {
    private static final String ANEW = "io.bourse.engine.";

    private final Map<String, byte[]> exchanged;

    MutantLoader(final Map<String, byte[]> exchanged) {
        super(MutantLoader.class.getClassLoader());
        this.exchanged = exchanged;
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ANEW)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(final String name) throws ClassNotFoundException {
        final byte[] changed = exchanged.get(name);
        if (changed != null) {
            return defineClass(name, changed, 0, changed.length);
        }
        try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            final byte[] bytes = stream.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (final IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }
}
