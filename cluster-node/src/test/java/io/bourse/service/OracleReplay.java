package io.bourse.service;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.SessionCloseEventDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionOpenEventDecoder;
import io.aeron.cluster.codecs.TimerEventDecoder;
import io.bourse.engine.EngineLimits;
import io.bourse.engine.oracle.Command;
import io.bourse.engine.oracle.CommandKind;
import io.bourse.engine.oracle.Lockstep;
import io.bourse.schema.AmendOrderDecoder;
import io.bourse.schema.BlockAccountDecoder;
import io.bourse.schema.BlockSessionDecoder;
import io.bourse.schema.CancelAllDecoder;
import io.bourse.schema.CancelOrderDecoder;
import io.bourse.schema.CommandHeaderDecoder;
import io.bourse.schema.CreateAccountDecoder;
import io.bourse.schema.DefineAssetDecoder;
import io.bourse.schema.DefineInstrumentDecoder;
import io.bourse.schema.DepositDecoder;
import io.bourse.schema.EndSessionDecoder;
import io.bourse.schema.FinishWithdrawalDecoder;
import io.bourse.schema.GatewayLogonDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.QueryBalancesDecoder;
import io.bourse.schema.ReplaceOrderDecoder;
import io.bourse.schema.RequestWithdrawalDecoder;
import io.bourse.schema.SetAccountSettingsDecoder;
import io.bourse.schema.SetDeadManTimerDecoder;
import io.bourse.schema.SetFeeRatesDecoder;
import io.bourse.schema.SetInstrumentStateDecoder;
import io.bourse.schema.StorageReportDecoder;
import io.bourse.schema.TransferDecoder;
import io.bourse.wire.Principal;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Plays the log of a cluster, from its beginning, through the engine and through the oracle. It decodes the messages itself,
 * so that a fault of the adapters would show as well.
 */
public final class OracleReplay {
    private static final int BODY = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int CLUSTER_BODY = io.aeron.cluster.codecs.MessageHeaderDecoder.ENCODED_LENGTH;

    private final io.aeron.cluster.codecs.MessageHeaderDecoder clusterHeader =
        new io.aeron.cluster.codecs.MessageHeaderDecoder();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final Map<Long, byte[]> principals = new HashMap<>();
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final Lockstep lockstep = new Lockstep(EngineLimits.defaults());
    private String difference = "";
    private long commandCount;

    /** An entry of the log; nothing is played behind the first difference. */
    public void onEntry(final DirectBuffer buffer, final int offset, final int length) {
        clusterHeader.wrap(buffer, offset);
        switch (clusterHeader.templateId()) {
            case SessionOpenEventDecoder.TEMPLATE_ID -> {
                final SessionOpenEventDecoder open = new SessionOpenEventDecoder();
                open.wrap(buffer, offset + CLUSTER_BODY, clusterHeader.blockLength(), clusterHeader.version());
                open.skipResponseChannel();
                final byte[] principal = new byte[open.encodedPrincipalLength()];
                open.getEncodedPrincipal(principal, 0, principal.length);
                principals.put(open.clusterSessionId(), principal);
            }
            case SessionCloseEventDecoder.TEMPLATE_ID -> principals.remove(new SessionCloseEventDecoder()
                .wrap(buffer, offset + CLUSTER_BODY, clusterHeader.blockLength(), clusterHeader.version()).clusterSessionId());
            case TimerEventDecoder.TEMPLATE_ID -> execute(0, new Command(CommandKind.TIMER, new TimerEventDecoder()
                .wrap(buffer, offset + CLUSTER_BODY, clusterHeader.blockLength(), clusterHeader.version()).timestamp(), 0,
                new long[0]));
            case SessionMessageHeaderDecoder.TEMPLATE_ID -> {
                final SessionMessageHeaderDecoder session = new SessionMessageHeaderDecoder();
                session.wrap(buffer, offset + CLUSTER_BODY, clusterHeader.blockLength(), clusterHeader.version());
                message.wrap(buffer, offset + AeronCluster.SESSION_HEADER_LENGTH, length - AeronCluster.SESSION_HEADER_LENGTH);
                onMessage(principals.get(session.clusterSessionId()), session.timestamp());
            }
            default -> {
                // Terms and snapshots: no command.
            }
        }
    }

    /** What engine and oracle have said differently, with the command; empty: nothing. */
    public String difference() {
        return difference;
    }

    /** Commands that both have executed. */
    public long commandCount() {
        return commandCount;
    }

    /** Of the engine. */
    public long stateHash() {
        return lockstep.stateHash();
    }

    private void onMessage(final byte[] principal, final long timestampNs) {
        if (principal == null || message.capacity() < BODY) {
            return;
        }
        messageHeader.wrap(message, 0);
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            return;
        }
        final int templateId = messageHeader.templateId();
        if (templateId == StorageReportDecoder.TEMPLATE_ID && Principal.kindOf(principal) == Principal.MEMBER) {
            final StorageReportDecoder report = new StorageReportDecoder();
            report.wrap(message, BODY, messageHeader.blockLength(), messageHeader.version());
            execute(0, new Command(CommandKind.STORAGE, timestampNs, 0,
                new long[] {Principal.numberOf(principal), report.memberCount(), report.isLow()}));
        } else if (Principal.kindOf(principal) == Principal.GATEWAY && templateId < QueryBalancesDecoder.TEMPLATE_ID) {
            onCommand(Principal.numberOf(principal), templateId, timestampNs);
        }
    }

    private void onCommand(final int gatewayId, final int templateId, final long timestampNs) {
        if (message.capacity() < BODY + SchemaVersions.blockLength(templateId, messageHeader.version()) ||
            messageHeader.version() != MessageHeaderDecoder.SCHEMA_VERSION) {
            throw new IllegalArgumentException("not a whole message of this version: templateId=" + templateId);
        }
        final CommandHeaderDecoder header = new CommandHeaderDecoder().wrap(message, BODY);
        if (header.gatewayId() != gatewayId) {
            return;
        }
        if (templateId == GatewayLogonDecoder.TEMPLATE_ID) {
            final GatewayLogonDecoder logon = new GatewayLogonDecoder().wrapAndApplyHeader(message, 0, messageHeader);
            execute(gatewayId, new Command(
                CommandKind.LOGON, timestampNs, 0, new long[] {gatewayId, logon.gatewayEpoch()}));
        } else if (lockstep.lastInSequence(gatewayId) >= 0 &&
            header.inSequence() == lockstep.lastInSequence(gatewayId) + 1) {
            execute(gatewayId, command(templateId, timestampNs, header.accountId()));
        }
    }

    private void execute(final int gatewayId, final Command command) {
        if (difference.isEmpty()) {
            commandCount++;
            final String found = lockstep.execute(gatewayId, command);
            difference = found == null ? "" : "command " + commandCount + " of gateway " + gatewayId + ": " + found;
        }
    }

    private Command command(final int templateId, final long timestampNs, final long accountId) {
        return switch (templateId) {
            case NewOrderDecoder.TEMPLATE_ID -> new Command(CommandKind.NEW_ORDER, timestampNs, accountId, newOrder());
            case CancelOrderDecoder.TEMPLATE_ID -> {
                final CancelOrderDecoder it = new CancelOrderDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                final var id = it.clientOrderId();
                yield new Command(CommandKind.CANCEL, timestampNs, accountId,
                    new long[] {it.orderId(), id.word0(), id.word1(), id.word2(), id.word3()});
            }
            case CancelAllDecoder.TEMPLATE_ID -> {
                final CancelAllDecoder it = new CancelAllDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                yield new Command(CommandKind.CANCEL_ALL, timestampNs, accountId,
                    new long[] {it.instrumentId(), it.sideRaw(), it.sessionId()});
            }
            case ReplaceOrderDecoder.TEMPLATE_ID -> new Command(CommandKind.REPLACE, timestampNs, accountId, replaceOrder());
            case AmendOrderDecoder.TEMPLATE_ID -> {
                final AmendOrderDecoder it = new AmendOrderDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                final var id = it.clientOrderId();
                yield new Command(CommandKind.AMEND, timestampNs, accountId, new long[] {it.orderId(), id.word0(), id.word1(),
                    id.word2(), id.word3(), it.priceTicks(), it.quantityLots()});
            }
            case EndSessionDecoder.TEMPLATE_ID -> new Command(CommandKind.END_SESSION, timestampNs, accountId, new long[] {
                new EndSessionDecoder().wrapAndApplyHeader(message, 0, messageHeader).sessionId()});
            case SetDeadManTimerDecoder.TEMPLATE_ID -> new Command(CommandKind.DEAD_MAN_TIMER, timestampNs, accountId,
                new long[] {new SetDeadManTimerDecoder().wrapAndApplyHeader(message, 0, messageHeader).timeoutNs()});
            default -> rareCommand(templateId, timestampNs, accountId);
        };
    }

    private long[] newOrder() {
        final NewOrderDecoder it = new NewOrderDecoder().wrapAndApplyHeader(message, 0, messageHeader);
        final var id = it.clientOrderId();
        return new long[] {it.instrumentId(), it.sideRaw(), it.orderTypeRaw(), it.timeInForceRaw(), it.priceTicks(),
            it.quantityLots(), it.quoteAmount(), it.stopPriceTicks(), it.trailingDeltaBasisPoints(), it.displayLots(),
            it.expireTimeNs(), it.selfTradePreventionRaw(), it.sessionId(), it.cancelOnDisconnect() == 1 ? 1 : 0,
            id.word0(), id.word1(), id.word2(), id.word3()};
    }

    private long[] replaceOrder() {
        final ReplaceOrderDecoder it = new ReplaceOrderDecoder().wrapAndApplyHeader(message, 0, messageHeader);
        final var id = it.clientOrderId();
        final var original = it.originalClientOrderId();
        return new long[] {0, 0, it.orderTypeRaw(), it.timeInForceRaw(), it.priceTicks(), it.quantityLots(), it.quoteAmount(),
            it.stopPriceTicks(), it.trailingDeltaBasisPoints(), it.displayLots(), it.expireTimeNs(),
            it.selfTradePreventionRaw(), it.sessionId(), it.cancelOnDisconnect() == 1 ? 1 : 0,
            id.word0(), id.word1(), id.word2(), id.word3(), it.originalOrderId(), original.word0(), original.word1(),
            original.word2(), original.word3(), it.mode()};
    }

    private Command rareCommand(final int templateId, final long timestampNs, final long accountId) {
        final CommandKind kind;
        final long[] fields;
        switch (templateId) {
            case DepositDecoder.TEMPLATE_ID -> {
                final DepositDecoder it = new DepositDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.DEPOSIT;
                fields = new long[] {it.assetId(), it.amount(), it.idempotencyId().high(), it.idempotencyId().low()};
            }
            case RequestWithdrawalDecoder.TEMPLATE_ID -> {
                final var it = new RequestWithdrawalDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.WITHDRAW;
                fields = new long[] {it.assetId(), it.amount(), it.idempotencyId().high(), it.idempotencyId().low(),
                    it.settleAtOnce() == 1 ? 1 : 0};
            }
            case FinishWithdrawalDecoder.TEMPLATE_ID -> {
                final var it = new FinishWithdrawalDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.FINISH_WITHDRAWAL;
                fields = new long[] {it.withdrawalId(), it.outcomeRaw()};
            }
            case TransferDecoder.TEMPLATE_ID -> {
                final TransferDecoder it = new TransferDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.TRANSFER;
                fields = new long[] {it.toAccountId(), it.assetId(), it.amount(), it.idempotencyId().high(),
                    it.idempotencyId().low()};
            }
            case CreateAccountDecoder.TEMPLATE_ID -> {
                final var id = new CreateAccountDecoder().wrapAndApplyHeader(message, 0, messageHeader).externalId();
                kind = CommandKind.CREATE_ACCOUNT;
                fields = new long[] {id.high(), id.low()};
            }
            case BlockAccountDecoder.TEMPLATE_ID -> {
                final BlockAccountDecoder it = new BlockAccountDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.BLOCK_ACCOUNT;
                fields = new long[] {it.targetAccountId(), it.blocked()};
            }
            case BlockSessionDecoder.TEMPLATE_ID -> {
                final BlockSessionDecoder it = new BlockSessionDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.BLOCK_SESSION;
                fields = new long[] {it.targetAccountId(), it.sessionId(), it.blocked()};
            }
            case SetAccountSettingsDecoder.TEMPLATE_ID -> {
                final var it = new SetAccountSettingsDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.ACCOUNT_SETTINGS;
                fields = new long[] {it.targetAccountId(), it.tradeGroup(), it.feeTier(), it.maxOpenOrders(),
                    it.maxOpenNotional()};
            }
            case SetFeeRatesDecoder.TEMPLATE_ID -> {
                final SetFeeRatesDecoder it = new SetFeeRatesDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.FEE_RATES;
                fields = new long[] {it.instrumentId(), it.feeTier(), it.makerFeePpm(), it.takerFeePpm()};
            }
            case DefineAssetDecoder.TEMPLATE_ID -> {
                final DefineAssetDecoder it = new DefineAssetDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.DEFINE_ASSET;
                fields = new long[] {it.symbol().word0(), it.symbol().word1(), it.decimals()};
            }
            case DefineInstrumentDecoder.TEMPLATE_ID -> {
                kind = CommandKind.DEFINE_INSTRUMENT;
                fields = instrument();
            }
            case SetInstrumentStateDecoder.TEMPLATE_ID -> {
                final var it = new SetInstrumentStateDecoder().wrapAndApplyHeader(message, 0, messageHeader);
                kind = CommandKind.INSTRUMENT_STATE;
                fields = new long[] {it.instrumentId(), it.stateRaw()};
            }
            default -> throw new IllegalArgumentException("no command: templateId=" + templateId);
        }
        return new Command(kind, timestampNs, accountId, fields);
    }

    private long[] instrument() {
        final DefineInstrumentDecoder it = new DefineInstrumentDecoder().wrapAndApplyHeader(message, 0, messageHeader);
        return new long[] {it.symbol().word0(), it.symbol().word1(), it.tickQuoteUnits(), it.lotBaseUnits(),
            it.minQuantityLots(), it.maxQuantityLots(), it.maxPriceTicks(), it.minNotional(), it.maxNotional(),
            it.baseAssetId(), it.quoteAssetId(), it.makerFeePpm(), it.takerFeePpm(), it.priceRangeBasisPoints(),
            it.priceBandBasisPoints(), it.priceBandMode(), it.referencePriceTicks(), it.initialStateRaw()};
    }
}
