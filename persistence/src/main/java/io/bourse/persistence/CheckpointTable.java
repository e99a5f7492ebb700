package io.bourse.persistence;

import io.bourse.client.EventCheckpoint;
import io.bourse.persistence.jooq.tables.records.ConsumerCheckpointRecord;
import org.jooq.DSLContext;

import static io.bourse.persistence.jooq.Tables.CONSUMER_CHECKPOINT;

/** The row that says up to which event the other rows are current. */
final class CheckpointTable {
    private static final String CONSUMER = "persistence";

    private CheckpointTable() {
    }

    static EventCheckpoint read(final DSLContext dsl) {
        final ConsumerCheckpointRecord row =
            dsl.fetchSingle(CONSUMER_CHECKPOINT, CONSUMER_CHECKPOINT.CONSUMER.eq(CONSUMER));
        return new EventCheckpoint(
            row.getEpoch(), row.getEventSequence(), row.getStartPosition(), row.getNextPosition(), row.getChainHash());
    }

    static long eventSequence(final DSLContext dsl) {
        return dsl.select(CONSUMER_CHECKPOINT.EVENT_SEQUENCE)
            .from(CONSUMER_CHECKPOINT)
            .where(CONSUMER_CHECKPOINT.CONSUMER.eq(CONSUMER))
            .fetchSingle()
            .value1();
    }

    /** False, and nothing is changed, if the checkpoint is not {@code from}: somebody else has moved it. */
    static boolean move(final DSLContext dsl, final EventCheckpoint from, final EventCheckpoint to) {
        return 1 == dsl.update(CONSUMER_CHECKPOINT)
            .set(CONSUMER_CHECKPOINT.EPOCH, to.epoch())
            .set(CONSUMER_CHECKPOINT.EVENT_SEQUENCE, to.eventSequence())
            .set(CONSUMER_CHECKPOINT.START_POSITION, to.startPosition())
            .set(CONSUMER_CHECKPOINT.NEXT_POSITION, to.nextPosition())
            .set(CONSUMER_CHECKPOINT.CHAIN_HASH, to.chainHash())
            .where(CONSUMER_CHECKPOINT.CONSUMER.eq(CONSUMER))
            .and(CONSUMER_CHECKPOINT.EPOCH.eq(from.epoch()))
            .and(CONSUMER_CHECKPOINT.EVENT_SEQUENCE.eq(from.eventSequence()))
            .and(CONSUMER_CHECKPOINT.NEXT_POSITION.eq(from.nextPosition()))
            .execute();
    }
}
