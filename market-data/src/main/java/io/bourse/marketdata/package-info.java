/**
 * The event stream as everybody may see it, kept in Redis: {@link io.bourse.marketdata.MarketData} writes,
 * {@link io.bourse.marketdata.MarketDataReader} reads, {@link io.bourse.marketdata.RedisKeys} is the form between them.
 */
package io.bourse.marketdata;
