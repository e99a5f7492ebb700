package io.bourse.service;

import java.nio.charset.StandardCharsets;

/** The name under which a gateway is known to the cluster, "gw-1" and up: its credentials and its principal in the log. */
public final class GatewayPrincipal {
    /** What {@link #gatewayId(byte[])} answers for anything else. */
    public static final int NONE = 0;

    private static final byte[] PREFIX = {'g', 'w', '-'};
    private static final int DIGITS_MAX = 9;

    private GatewayPrincipal() {
    }

    /** The name of a gateway. */
    public static byte[] encode(final int gatewayId) {
        return ("gw-" + gatewayId).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The id in a name.
     *
     * @param principal to read; may be null or anything
     * @return 1 to 999,999,999, or {@link #NONE}
     */
    public static int gatewayId(final byte[] principal) {
        if (principal == null || principal.length <= PREFIX.length || principal.length > PREFIX.length + DIGITS_MAX) {
            return NONE;
        }
        for (int i = 0; i < PREFIX.length; i++) {
            if (principal[i] != PREFIX[i]) {
                return NONE;
            }
        }
        if (principal[PREFIX.length] == '0') {
            return NONE;
        }
        int gatewayId = 0;
        for (int i = PREFIX.length; i < principal.length; i++) {
            final int digit = principal[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            gatewayId = 10 * gatewayId + digit;
        }
        return gatewayId;
    }
}
