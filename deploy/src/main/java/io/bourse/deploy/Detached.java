package io.bourse.deploy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@code up} in a process that stays when this one ends, and shows what it prints until it is ready. */
final class Detached {
    private static final long READY_TIMEOUT_MS = 180_000;

    private Detached() {
    }

    /** Returns the exit code. */
    static int start(final DataFolder folder, final ExchangeOptions options, final Progress progress) {
        // Fails here rather than in the other process where it can.
        if (folder.members().isPresent()) {
            RoleProcess.requireNoneRunning(folder);
        }
        Ports.requireFreeHttpPort(options.httpPort());
        final Path output;
        try {
            output = Files.createTempFile("bourse-up", ".log");
        } catch (final IOException e) {
            throw new StartupException("cannot make a temporary file: " + e, e);
        }
        final Process process = launch(folder, options, output);
        final Tail tail = new Tail(output, progress);
        final boolean ended = Processes.await(() -> {
            tail.show();
            return !process.isAlive() || isReadyBy(folder, process);
        }, READY_TIMEOUT_MS);
        tail.show();
        if (!ended || !process.isAlive()) {
            process.destroy();
            progress.say("the exchange did not start");
            return 1;
        }
        // What it prints last, which it may not have written at that moment.
        Processes.await(() -> {
            tail.show();
            return tail.hasSeen("Ctrl-C");
        }, 2_000);
        progress.say("It runs as process " + process.pid() + "; ./bourse down --data " + folder.root() + " stops it.");
        return 0;
    }

    private static boolean isReadyBy(final DataFolder folder, final Process process) {
        return RunFile.read(folder).filter(run -> run.path("pid").asLong() == process.pid()).isPresent();
    }

    private static Process launch(final DataFolder folder, final ExchangeOptions options, final Path output) {
        final List<String> command = new ArrayList<>(Processes.ownSession());
        command.addAll(JvmCommand.ofThisProcess());
        command.addAll(List.of(Bourse.class.getName(), "up", "--data", folder.root().toString(),
            "--http-port", Integer.toString(options.httpPort()),
            "--members", Integer.toString(options.membersFor(folder)),
            "--cluster-port-base", Integer.toString(options.clusterPortBase())));
        if (!options.demoBot()) {
            command.add("--no-demo");
        }
        if (options.isReset()) {
            command.add("--reset");
        }
        try {
            return new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        } catch (final IOException e) {
            throw new StartupException("cannot start " + command.getFirst() + ": " + e, e);
        }
    }

    /** Shows what is added to a file. */
    private static final class Tail {
        private final Path file;
        private final Progress progress;
        private final StringBuilder seen = new StringBuilder();
        private long position;

        private Tail(final Path file, final Progress progress) {
            this.file = file;
            this.progress = progress;
        }

        private void show() {
            try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
                final byte[] news = new byte[(int) (reader.length() - position)];
                reader.seek(position);
                reader.readFully(news);
                final String text = new String(news, StandardCharsets.UTF_8);
                final int end = text.lastIndexOf('\n') + 1;
                position += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
                seen.append(text, 0, end);
                if (end > 0) {
                    progress.say(text.substring(0, end - 1));
                }
            } catch (final IOException e) {
                throw new StartupException("cannot read " + file + ": " + e, e);
            }
        }

        private boolean hasSeen(final String text) {
            return seen.indexOf(text) >= 0;
        }
    }
}
