package io.bourse.deploy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Restarts the members of a running cluster, one after the other. */
@Command(
    name = "restart", mixinStandardHelpOptions = true,
    description = "Stops and starts every member in turn, followers first, and waits each time until it takes part again: "
        + "the exchange goes on. For new options, keys, or a version that may run beside the old one.")
final class RestartCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Override
    public Integer call() {
        new MemberCare(data.folder(), new Progress(System.out)).restartAll();
        return 0;
    }
}
