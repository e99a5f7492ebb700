package io.bourse.deploy;

import io.bourse.node.BackupNode;
import io.bourse.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Members out of a backup, when all of them are lost. */
@Command(
    name = "restore", mixinStandardHelpOptions = true,
    description = "Makes the folders of all members out of a backup; nothing may run on the data folder, and old members' "
        + "folders are kept aside. ./bourse cluster up starts on them.")
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "Folder of a backup that does not run now.")
    private Path source;

    @Override
    public Integer call() {
        final DataFolder folder = data.folder();
        folder.requireOurs();
        RoleProcess.requireNoneRunning(folder);
        final Progress progress = new Progress(System.out);
        try {
            for (int member = 0; member < folder.members().orElseThrow(); member++) {
                final Path target = folder.member(member);
                MemberCare.putAside(target).ifPresent(old -> progress.step("kept the old folder as " + old));
                BackupNode.restore(source.toAbsolutePath().normalize(), target);
                progress.step("made " + target);
            }
        } catch (final IOException | NodeException e) {
            throw new StartupException("cannot restore from " + source + ": " + e.getMessage(), e);
        }
        return 0;
    }
}
