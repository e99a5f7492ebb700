package io.bourse.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine is a function of its log: nothing in it can see a clock, a thread, chance, or the order of a hash map. */
class EnginePurityTest {
    private static final JavaClasses ENGINE =
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.bourse.engine");

    /** What the compiler needs of java.lang and java.util: objects, strings, exceptions, arithmetic, enums, records. */
    private static final Set<String> ALLOWED = Set.of(
        "java.lang.Object", "java.lang.String", "java.lang.StringBuilder", "java.lang.CharSequence", "java.lang.Enum",
        "java.lang.Record", "java.lang.Math", "java.lang.Long", "java.lang.Integer", "java.lang.Override",
        "java.lang.SuppressWarnings", "java.lang.Throwable", "java.lang.RuntimeException", "java.lang.MatchException",
        "java.lang.IllegalStateException", "java.lang.IllegalArgumentException", "java.lang.NoSuchFieldError",
        "java.lang.Class", "java.lang.runtime.ObjectMethods", "java.lang.invoke.MethodHandles",
        "java.lang.invoke.MethodHandles$Lookup", "java.lang.invoke.MethodHandle", "java.lang.invoke.MethodType",
        "java.lang.invoke.TypeDescriptor", "java.lang.invoke.CallSite", "java.lang.invoke.StringConcatFactory",
        "java.util.Arrays", "java.util.Objects");

    @Test
    void shouldDependOnNothingButItselfAndFewClassesOfJava() {
        final DescribedPredicate<JavaClass> allowed = DescribedPredicate.describe("allowed",
            type -> type.isPrimitive() || ALLOWED.contains(type.getBaseComponentType().getName()) ||
                type.getBaseComponentType().isPrimitive());
        noClasses().should().dependOnClassesThat(
            not(allowed).and(not(resideInAnyPackage("io.bourse.engine", "org.agrona.collections")))).check(ENGINE);
    }

    @Test
    void shouldNotAskForTimeThreadsChanceOrIdentity() {
        for (final Class<?> type : new Class<?>[] {System.class, Thread.class, Runtime.class, ThreadLocal.class}) {
            noClasses().should().dependOnClassesThat().areAssignableTo(type).check(ENGINE);
        }
        noClasses().should().callMethod(Math.class, "random").check(ENGINE);
        noClasses().should().callMethod(Object.class, "hashCode").check(ENGINE);
    }

    @Test
    void shouldNotUseFloatingPoint() {
        final DescribedPredicate<JavaClass> floating = DescribedPredicate.describe("floating point",
            type -> Set.of("float", "double", "java.lang.Float", "java.lang.Double")
                .contains(type.getBaseComponentType().getName()));
        noFields().should().haveRawType(floating).check(ENGINE);
        noCodeUnits().should().haveRawReturnType(floating).check(ENGINE);
        noClasses().should().dependOnClassesThat(floating).check(ENGINE);
    }

    @Test
    void shouldHaveSeenTheEngine() {
        assertTrue(ENGINE.contain(Engine.class) && ENGINE.contain(OrderBook.class));
    }
}
