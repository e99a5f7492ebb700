package io.bourse.service;

import io.bourse.schema.CreateAccountEncoder;
import io.bourse.schema.DefineAssetEncoder;
import io.bourse.schema.DefineInstrumentEncoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.ResultCode;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Assets, instruments and accounts with money, by messages. Every instrument is of asset 1 against asset 2. */
final class BenchMarket {
    private BenchMarket() {
    }

    static void define(final ServiceBench bench, final int instruments, final int accounts, final long amount) {
        for (int asset = 1; asset <= 2; asset++) {
            final DefineAssetEncoder message =
                new DefineAssetEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
            bench.header(message.header(), 0);
            message.symbol().word0('A' + asset).word1(0);
            message.decimals(0);
            deliver(bench, message.encodedLength());
        }
        for (int instrument = 1; instrument <= instruments; instrument++) {
            final DefineInstrumentEncoder message =
                new DefineInstrumentEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
            bench.header(message.header(), 0);
            message.symbol().word0('I' + 128L * ('0' + instrument)).word1(0);
            message.tickQuoteUnits(1).lotBaseUnits(1).minQuantityLots(1).maxQuantityLots(1_000_000)
                .maxPriceTicks(1_000_000_000).minNotional(0).maxNotional(Long.MAX_VALUE).baseAssetId(1).quoteAssetId(2)
                .makerFeePpm(-100).takerFeePpm(2_000).priceRangeBasisPoints(500).initialState(InstrumentState.TRADING)
                .referencePriceTicks(100_000).priceBandBasisPoints(2_000).priceBandMode((short) 1);
            deliver(bench, message.encodedLength());
        }
        for (int account = 1; account <= accounts; account++) {
            final CreateAccountEncoder message =
                new CreateAccountEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
            bench.header(message.header(), 0);
            message.externalId().high(1).low(account);
            deliver(bench, message.encodedLength());
            for (int asset = 1; asset <= 2; asset++) {
                final DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
                bench.header(deposit.header(), account);
                deposit.idempotencyId().high(2).low(asset);
                deposit.amount(amount).assetId(asset);
                deliver(bench, deposit.encodedLength());
            }
        }
    }

    private static void deliver(final ServiceBench bench, final int encodedLength) {
        bench.deliver(ServiceBench.HEADER_LENGTH + encodedLength);
        assertEquals(ResultCode.OK, bench.result().resultCode());
    }
}
