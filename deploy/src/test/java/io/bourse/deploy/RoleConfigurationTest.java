package io.bourse.deploy;

import io.bourse.marketdata.MarketDataOptions;
import io.bourse.node.ClusterNode;
import io.bourse.node.NodeOptions;
import io.bourse.wire.Profile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RoleConfigurationTest {
    @TempDir
    private Path temporary;
    private Settings settings;

    @BeforeEach
    void prepareFolder() {
        final DataFolder folder = DataFolder.at(temporary.resolve("a folder"));
        folder.prepare(3);
        settings = new Settings(folder, 3, 8080, 9000, true);
    }

    @Test
    void shouldGiveAMemberWhatItUnderstands() {
        final NodeOptions options = ClusterNode.parse(RoleConfiguration.member(settings, 2).arguments());
        assertEquals(2, options.memberId());
        assertEquals(List.of("127.0.0.1", "127.0.0.1", "127.0.0.1"), options.endpoints().hosts());
        assertEquals(settings.folder().member(2), options.dataDir());
        assertEquals(Profile.DEV, options.profile());
    }

    @Test
    void shouldTellMembersWhatTheCommandWasTold() {
        final Settings asked = settings.with(1, false, Profile.FAST, List.of("--audit-interval=20", "--log-history-max=2048"));
        asked.remember();
        final Settings remembered = Settings.ofRunningCluster(asked.folder());
        assertEquals(asked, remembered);
        final Path file = RoleConfiguration.member(remembered, 0).write(asked.folder());
        assertEquals(20, ClusterNode.parse("@" + file).members().auditInterval());
        settings.remember();
        assertEquals(List.of(), Settings.ofRunningCluster(asked.folder()).memberOptions());
    }

    @Test
    void shouldGiveMarketDataAFileThatItReadsWithBlanksInPaths() {
        final Path file = RoleConfiguration.marketData(
            settings, 1, new ServerAddresses(5432, 6379), null).write(settings.folder());
        assertTrue(MarketDataOptions.parse("@" + file).principalKeyFile().startsWith(temporary.resolve("a folder")));
    }

    @Test
    void shouldWriteAnArgumentFileThatReadsTheSame() throws IOException {
        final Path file = RoleConfiguration.member(settings.with(1, false, Profile.FAST, List.of()), 1).write(settings.folder());
        final NodeOptions options = ClusterNode.parse("@" + file);
        assertEquals(1, options.memberId());
        assertEquals(9000, options.endpoints().portBase());
        assertEquals(settings.folder().member(1), options.dataDir());
        assertEquals(Profile.FAST, options.profile());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldSurviveTheLossOfPowerUnlessAskedOtherwise() {
        final CommandLine up = new CommandLine(new ClusterCommand()).getSubcommands().get("up");
        assertEquals("durable", up.getCommandSpec().findOption("--profile").defaultValue());
    }
}
