package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A role in a JVM of its own, found again by its pid file in the data folder. */
record RoleProcess(DataFolder folder, String name) {
    /**
     * Starts a JVM.
     *
     * @param jvmOptions beside the flags that every JVM of ours has
     * @param mainClass  of the role
     * @param arguments  of the role
     */
    ProcessHandle start(final List<String> jvmOptions, final String mainClass, final List<String> arguments) {
        final List<String> command = new ArrayList<>(Processes.ownSession());
        command.addAll(JvmCommand.with(jvmOptions));
        command.add(mainClass);
        command.addAll(arguments);
        final Path log = logFile();
        try {
            final Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            pidFile().write(process.toHandle());
            return process.toHandle();
        } catch (final IOException e) {
            throw new StartupException("cannot start " + name + " with " + command.getFirst() + ": " + e, e);
        }
    }

    /** The process, if it runs. */
    Optional<ProcessHandle> process() {
        return pidFile().process();
    }

    /** What it prints. */
    Path logFile() {
        return folder.log().resolve(name + ".log");
    }

    PidFile pidFile() {
        return folder.pidFile(name);
    }

    /** Every role of a data folder that has a pid file, whether it runs or not. */
    static List<RoleProcess> all(final DataFolder folder) {
        if (!Files.isDirectory(folder.run())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.run())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".pid"))
                .map(name -> new RoleProcess(folder, name.substring(0, name.length() - ".pid".length())))
                .filter(role -> !role.name().equals("redis"))
                .sorted(Comparator.comparing(RoleProcess::name)).toList();
        } catch (final IOException e) {
            throw new StartupException("cannot read " + folder.run() + ": " + e, e);
        }
    }

    /**
     * Checks that nothing runs on a data folder.
     *
     * @throws StartupException if something does
     */
    static void requireNoneRunning(final DataFolder folder) {
        for (final RoleProcess role : all(folder)) {
            role.process().ifPresent(process -> {
                throw new StartupException(folder.root() + " is in use: " + role.name() + " runs as process " + process.pid()
                    + "; stop it with ./bourse " + (role.name().equals(UpCommand.ROLE) ? "" : "cluster ") + "down --data "
                    + folder.root() + ", or take another folder with --data DIR");
            });
        }
    }
}
