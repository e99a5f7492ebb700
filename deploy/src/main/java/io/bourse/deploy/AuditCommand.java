package io.bourse.deploy;

import io.bourse.node.ClusterAudit;
import io.bourse.node.MemberOptions;
import io.bourse.node.NodeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Whether members have recorded the same, and whether that is what their log leads to. */
@Command(
    name = "audit", mixinStandardHelpOptions = true,
    description = "Reads everything that members have recorded, compares it byte for byte, plays the log through the engine "
        + "and compares what comes out. Changes nothing; members may run or not. Exit code 0: all is equal, 4: something is "
        + "not, 1: nothing can be said.")
final class AuditCommand implements Callable<Integer> {
    private static final int DIFFERENT = 4;

    @Mixin
    private DataOption data;

    @Option(names = "--member-folders", split = ",", paramLabel = "DIR", description = "Data folders of the members in order, "
        + "such as copies from several hosts. Default: those in the data folder of --data")
    private List<Path> memberFolders;

    @Option(names = "--quick", description = "Plays the log from the newest snapshot that all members have, not from its "
        + "beginning.")
    private boolean isQuick;

    @Option(names = "--audit-interval", paramLabel = "EVENTS", defaultValue = MemberOptions.AUDIT_INTERVAL,
        description = "As the members have it. Default: ${DEFAULT-VALUE}")
    private long auditInterval;

    @Override
    public Integer call() {
        final Progress progress = new Progress(System.out);
        final List<Path> folders = memberFolders != null ? memberFolders : folders(data.folder());
        final List<String> differences;
        try {
            differences = ClusterAudit.run(folders, auditInterval, isQuick, progress::step);
        } catch (final NodeException e) {
            throw new StartupException(e.getMessage(), e);
        }
        if (differences.isEmpty()) {
            progress.say("verdict: EQUAL: what the members have recorded is the same, and it is what their log leads to");
            return 0;
        }
        progress.say("verdict: DIFFERENT, " + differences.size() + (differences.size() == 1 ? " thing:" : " things:"));
        differences.forEach(each -> progress.say("  " + each));
        return DIFFERENT;
    }

    private static List<Path> folders(final DataFolder folder) {
        return IntStream.range(0, folder.members().orElse(0)).mapToObj(folder::member).toList();
    }
}
