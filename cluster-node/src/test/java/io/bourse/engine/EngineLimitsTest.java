package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;

class EngineLimitsTest {
    @Test
    void shouldRefuseLimitsBelowOneByName() {
        for (final RecordComponent component : EngineLimits.class.getRecordComponents()) {
            with(component.getName(), 1);
            for (final int value : new int[]{0, -1, Integer.MIN_VALUE}) {
                assertEquals("limit " + component.getName() + "=" + value + " must be at least 1",
                    assertThrows(IllegalArgumentException.class, () -> with(component.getName(), value)).getMessage());
            }
        }
    }

    /** The defaults, but for one. */
    static EngineLimits with(final String name, final int value) {
        try {
            final RecordComponent[] components = EngineLimits.class.getRecordComponents();
            final Object[] values = new Object[components.length];
            final Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = int.class;
                values[i] = components[i].getName().equals(name)
                    ? value : components[i].getAccessor().invoke(EngineLimits.defaults());
            }
            return EngineLimits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (final InvocationTargetException refused) {
            throw (RuntimeException) refused.getCause();
        } catch (final ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
