// The order book of one market, joined by the published procedure: buffer updates, take a snapshot, drop what it holds
// already, then follow without a gap. A gap starts it over.

export class Book {
  constructor(loadSnapshot, onChange) {
    this.loadSnapshot = loadSnapshot;
    this.onChange = onChange;
    this.reset();
  }

  reset() {
    this.bids = new Map();
    this.asks = new Map();
    this.lastUpdateId = -1;
    this.buffered = [];
    this.generation = (this.generation ?? 0) + 1;
  }

  async start() {
    this.reset();
    const generation = this.generation;
    try {
      const snapshot = await this.loadSnapshot();
      if (generation !== this.generation) {
        return;
      }
      snapshot.bids.forEach(([price, quantity]) => this.bids.set(price, quantity));
      snapshot.asks.forEach(([price, quantity]) => this.asks.set(price, quantity));
      this.lastUpdateId = Number(snapshot.lastUpdateId);
      const buffered = this.buffered;
      this.buffered = [];
      buffered.forEach((update) => this.onUpdate(update));
      this.onChange();
    } catch {
      setTimeout(() => generation === this.generation && this.start(), 1000);
    }
  }

  onUpdate(update) {
    if (this.lastUpdateId < 0) {
      this.buffered.push(update);
      return;
    }
    if (update.u <= this.lastUpdateId) {
      return;
    }
    if (update.U > this.lastUpdateId + 1) {
      this.start();
      return;
    }
    apply(this.bids, update.b);
    apply(this.asks, update.a);
    this.lastUpdateId = update.u;
    this.onChange();
  }

  // Best first, with running totals.
  levels(side, count) {
    const sign = side === 'bids' ? -1 : 1;
    let total = 0;
    return [...this[side]]
      .map(([price, quantity]) => ({ price, quantity, order: Number(price) }))
      .sort((a, b) => sign * (a.order - b.order))
      .slice(0, count)
      .map((level) => ({ ...level, total: (total += Number(level.quantity)) }));
  }
}

function apply(levels, changes) {
  for (const [price, quantity] of changes) {
    if (Number(quantity) === 0) {
      levels.delete(price);
    } else {
      levels.set(price, quantity);
    }
  }
}
