package io.bourse.marketdata;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RedisClientTest {
    @Test
    void shouldOnlyUseTheCodecForTexts() {
        assertSame(StringCodec.INSTANCE, RedisClient.config("redis://localhost:1", "test").getCodec());
        // Names are enough; reading all of Redisson takes long.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.bourse.marketdata");
        assertTrue(classes.contain(RedisStore.class));
        // Every other codec makes objects out of what Redis holds.
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.redisson.codec..", "com.esotericsoftware..")
            .check(classes);
        noClasses().should().dependOnClassesThat().haveNameMatching("org\\.redisson\\.client\\.codec\\.(?!StringCodec$).*")
            .check(onlyOwnUse(classes));
        noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.Object(In|Out)putStream.*").check(classes);
        noClasses().that().doNotHaveSimpleName("RedisClient").should().callMethod(org.redisson.Redisson.class, "create")
            .check(classes);
    }

    @Test
    void shouldTakeCredentialsAndDatabaseFromTheUrl() {
        final Config config = RedisClient.config("rediss://bourse:s3cret@redis.example/3", "test");
        assertEquals("bourse", config.getUsername());
        assertEquals("s3cret", config.getPassword());
        assertEquals("rediss://redis.example:6379", config.useSingleServer().getAddress());
        assertEquals(3, config.useSingleServer().getDatabase());
        assertNull(RedisClient.config("redis://:pw@h:1", "test").getUsername());
        assertEquals("pw", RedisClient.config("redis://:pw@h:1", "test").getPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:6379", "http://localhost", "redis://", "redis://h/x", "redis://h:1/1/2",
        "redis://u:s3cret@ h"})
    void shouldRefuseOtherUrlsWithoutTellingThePassword(final String url) {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> RedisClient.config(url, "test")).getMessage();
        assertTrue(message.contains("redis://[user:password@]host[:port][/database]"), message);
        assertFalse(message.contains("s3cret"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--unknown=1", "--profile=slow", "--cluster-port-base=x", "--cluster-port-base=80",
        "--redis-url=http://h", "--aeron-dir"})
    void shouldRefuseWrongOptions(final String option) {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> MarketDataOptions.parse(option, "--principal-key-file=key")).getMessage();
        assertFalse(message.isBlank());
    }

    @Test
    void shouldReadOptions() {
        final MarketDataOptions options = MarketDataOptions.parse("--cluster-hosts", "a,b,c", "--cluster-port-base", "9500",
            "--profile", "fast", "--redis-url", "redis://h:1", "--aeron-dir", "/x", "--principal-key-file", "key");
        assertEquals(3, options.endpoints().memberCount());
        assertEquals("b", options.endpoints().host(1));
        assertEquals(io.bourse.wire.Profile.FAST, options.profile());
        assertEquals(io.bourse.wire.Profile.DURABLE, MarketDataOptions.parse("--principal-key-file=key").profile());
        assertEquals("redis://h:1", options.redisUrl());
        assertEquals("/x", options.aeronDir());
        assertEquals(java.nio.file.Path.of("key"), options.principalKeyFile());
    }

    private static JavaClasses onlyOwnUse(final JavaClasses classes) {
        // setCodec and the getters of objects take the interface; that is no use of a codec.
        return classes.that(com.tngtech.archunit.base.DescribedPredicate.describe("name no codec interface", type ->
            type.getDirectDependenciesFromSelf().stream().noneMatch(dependency ->
                dependency.getTargetClass().getName().equals("org.redisson.client.codec.Codec"))));
    }
}
