/** Aeron Cluster on one side, the engine on the other: decodes the log, publishes events, answers gateways, snapshots. */
package io.bourse.service;
