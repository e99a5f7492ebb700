package io.bourse.system;

import java.util.List;

/** Who trades during a campaign, by whichever way, and remembers what it was told. Runs until it is stopped. */
interface ChaosTrader extends Runnable {
    /** Enters nothing more; {@link #run} ends when every answer is there or given up. */
    void stop();

    /** To be read after the end. */
    List<Attempt> orders();

    /** To be read after the end. */
    List<Attempt> cancels();

    /** What it saw that must not be, whatever happens to the exchange; at any time. */
    List<String> complaints();

    /** The same user at a gateway. */
    RestClient client();
}
