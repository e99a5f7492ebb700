package io.bourse.deploy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The archive of loaded classes that halves the work of a start. The first start after a build notes which classes it
 * loads; when it has stopped, a process of lowest priority makes the archive of them, for every later start. The script
 * decides whether there is one that fits, and says so in system properties.
 */
final class ClassArchive {
    /** Names the archive to use, for the processes that this one starts. */
    static final String ARCHIVE_PROPERTY = "bourse.archive";
    /** Names the list of classes that this process writes, when there is no archive. */
    static final String LIST_PROPERTY = "bourse.class.list";

    private static final Logger LOGGER = LoggerFactory.getLogger(ClassArchive.class);

    private ClassArchive() {
    }

    /** Options of a JVM of ours that use the archive, if there is one. */
    static List<String> options() {
        final String archive = System.getProperty(ARCHIVE_PROPERTY);
        return archive == null ? List.of() : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    }

    /** Whether an option of a JVM names the list; two processes must not write the same. */
    static boolean isListOption(final String argument) {
        return argument.startsWith("-XX:DumpLoadedClassList=") || argument.startsWith("-D" + LIST_PROPERTY + "=");
    }

    /**
     * Leaves a process behind that makes the archive, if this one has noted its classes. To be called when the exchange
     * has stopped: it takes some seconds of a processor.
     *
     * @return whether one was left
     */
    static boolean makeInBackground() {
        final String list = System.getProperty(LIST_PROPERTY);
        if (list == null) {
            return false;
        }
        final String whole = list + ".whole";
        final String draft = list + ".jsa";
        final List<String> dump = new ArrayList<>(JvmCommand.with(List.of("-XX:+UseSerialGC", "-Xmx512m", "-Xlog:disable",
            "-Xshare:dump", "-XX:SharedClassListFile=" + whole, "-XX:SharedArchiveFile=" + draft)));
        final List<String> command = new ArrayList<>(Processes.ownSession());
        if (Processes.onPath("nice")) {
            command.addAll(List.of("nice", "-n", "19"));
        }
        final String archive = Path.of(list).resolveSibling("up.jsa").toString();
        command.addAll(List.of("/bin/sh", "-c",
            "\"$@\" && mv -f '" + draft + "' '" + archive + "'; rm -f '" + whole + "' '" + draft + "' '" + list + "'", "sh"));
        command.addAll(dump);
        try {
            // This JVM goes on writing to its list: only whole lines are of use.
            final String lines = Files.readString(Path.of(list));
            Files.writeString(Path.of(whole), lines.substring(0, lines.lastIndexOf('\n') + 1));
            new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return true;
        } catch (final IOException e) {
            LOGGER.warn("no archive of classes: {}", e.toString());
            return false;
        }
    }

    /** Removes the list of a process that does not make an archive. */
    static void discardList() {
        final String list = System.getProperty(LIST_PROPERTY);
        if (list != null) {
            new File(list).delete();
        }
    }
}
