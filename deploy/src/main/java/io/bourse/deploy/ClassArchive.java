package io.bourse.deploy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The archive of loaded classes that halves the work of a start. The first start after a build notes which classes it
 * loads; when it is ready a process of lowest priority makes the archive of them, for every later start. The script
 * decides whether there is one that fits, and says so in system properties.
 */
final class ClassArchive implements AutoCloseable {
    /** Names the archive to use, for the processes that this one starts. */
    static final String ARCHIVE_PROPERTY = "bourse.archive";
    /** Names the list of classes that this process writes, when there is no archive. */
    static final String LIST_PROPERTY = "bourse.class.list";

    private static final Logger LOGGER = LoggerFactory.getLogger(ClassArchive.class);

    private volatile Process process;

    /** Options of a JVM of ours that use the archive, if there is one. */
    static List<String> options() {
        final String archive = System.getProperty(ARCHIVE_PROPERTY);
        return archive == null ? List.of() : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /** Whether an option of a JVM names the list; two processes must not write the same. */
    static boolean isListOption(final String argument) {
        return argument.startsWith("-XX:DumpLoadedClassList=") || argument.startsWith("-D" + LIST_PROPERTY + "=");
    }

    /** Begins to make the archive, if this process has noted its classes. */
    void begin() {
        final String list = System.getProperty(LIST_PROPERTY);
        if (list == null) {
            return;
        }
        final Path archive = Path.of(list).resolveSibling("up.jsa");
        final Path draft = Path.of(list).resolveSibling("up.jsa." + ProcessHandle.current().pid());
        final List<String> command = new ArrayList<>();
        if (Processes.onPath("nice")) {
            command.addAll(List.of("nice", "-n", "19"));
        }
        command.addAll(JvmCommand.with(List.of("-XX:+UseSerialGC", "-Xmx512m", "-Xlog:disable", "-Xshare:dump",
            "-XX:SharedClassListFile=" + list + ".whole", "-XX:SharedArchiveFile=" + draft)));
        try {
            // This JVM goes on writing to its list: only whole lines are of use.
            final String lines = Files.readString(Path.of(list));
            Files.writeString(Path.of(list + ".whole"), lines.substring(0, lines.lastIndexOf('\n') + 1));
            process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.onExit().thenAccept(ended -> keep(ended.exitValue() == 0, draft, archive, list));
        } catch (final IOException e) {
            LOGGER.warn("no archive of classes: {}", e.toString());
        }
    }

    /** Removes the list of a process that does not make an archive. */
    static void discardList() {
        final String list = System.getProperty(LIST_PROPERTY);
        if (list != null) {
            new File(list).delete();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }

    private static void keep(final boolean isWhole, final Path draft, final Path archive, final String list) {
        try {
            if (isWhole) {
                Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(draft);
            Files.deleteIfExists(Path.of(list));
            Files.deleteIfExists(Path.of(list + ".whole"));
        } catch (final IOException e) {
            LOGGER.warn("no archive of classes: {}", e.toString());
        }
    }
}
