package io.bourse.deploy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM of ours is started. */
final class JvmCommand {
    /** What Agrona, Archive checksums and Netty need of a modern JDK; the same flags stand in pom.xml and in bourse. */
    private static final List<String> FLAGS = List.of(
        "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED");

    private JvmCommand() {
    }

    /** The same JVM with the same options and class path as this one; the main class follows. */
    static List<String> ofThisProcess() {
        final List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /** A JVM with the class path of this one and options of its own; the main class follows. */
    static List<String> with(final List<String> options) {
        final List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(FLAGS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
