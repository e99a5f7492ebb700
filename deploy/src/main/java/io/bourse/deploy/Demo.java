package io.bourse.deploy;

import io.bourse.deploy.demo.DemoCredentials;
import io.bourse.deploy.demo.DemoSetup;
import io.bourse.deploy.demo.LiquidityBot;
import io.bourse.deploy.demo.RestClient;

import java.io.IOException;

/** The demonstration of an instance: operator, markets, users with balances, and the bot if it is wanted. */
final class Demo implements AutoCloseable {
    private final LiquidityBot bot;

    private Demo(final LiquidityBot bot) {
        this.bot = bot;
    }

    /** Makes what is missing. The gateway must be serving. */
    static Demo start(final Settings settings, final ServerAddresses servers, final Progress progress) {
        try {
            final DemoCredentials credentials = DemoCredentials.open(settings.folder().credentials());
            final DemoSetup setup = new DemoSetup(RestClient.unsigned(settings.httpUrl()), credentials);
            if (!credentials.isComplete()) {
                OperatorAccount.ensure(credentials, settings, servers);
                setup.run();
                progress.step("markets, operator and demo users made; their keys: " + settings.folder().credentials());
            }
            return new Demo(settings.demoBot()
                ? new LiquidityBot(setup.client(DemoSetup.BOT_MAKER), setup.client(DemoSetup.BOT_TAKER)).start() : null);
        } catch (final IOException e) {
            throw new StartupException("the demonstration could not be set up: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while the demonstration was set up", e);
        }
    }

    @Override
    public void close() {
        if (bot != null) {
            bot.close();
        }
    }
}
