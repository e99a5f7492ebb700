// The page: one market at a time, its book, tape, chart and ticker, live.

import { api } from '/api.js';
import { Book } from '/book.js';
import { Chart } from '/chart.js';
import { Stream } from '/stream.js';
import { Trader } from '/trader.js';

const $ = (id) => document.getElementById(id);
const INTERVALS = [['1min', '1m'], ['5m', '5m'], ['15m', '15m'], ['1h', '1H'], ['4h', '4H'], ['1d', '1D'], ['1w', '1W']];
const BARS = 400;
const TAPE = 60;
const LEVELS_MAX = 40;

const chart = new Chart($('chart'), $('chart-empty'));
const stream = new Stream((state) => {
  $('connection').dataset.state = state;
  $('connection').lastElementChild.textContent = state;
});
let markets = [];
let market = null;
let book = null;
let tape = [];
let interval = '1min';
let ownPrices = new Set();

for (const [value, text] of INTERVALS) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.classList.toggle('on', value === interval);
  button.onclick = () => {
    interval = value;
    [...$('intervals').children].forEach((other) => other.classList.toggle('on', other === button));
    loadBars();
  };
  $('intervals').append(button);
}

async function start() {
  try {
    markets = await api.markets();
  } catch {
    markets = [];
  }
  if (!markets.length) {
    setTimeout(start, 1500);
    return;
  }
  $('market').replaceChildren(...markets.map((each) => option(each.symbol, each.symbol.replace('_', ' / '))));
  const assets = [...new Set(markets.flatMap((each) => [each.quote, each.base]))];
  $('deposit-asset').replaceChildren(...assets.map((asset) => option(asset, asset)));
  const wanted = decodeURIComponent(location.hash.slice(1));
  choose(markets.find((each) => each.symbol === wanted) ?? markets[0]);
}

function choose(next) {
  if (market) {
    ['depth', 'trade', 'ticker', 'kline_1m'].forEach((kind) => stream.unsubscribe(`${kind}.${market.symbol}`));
  }
  market = next;
  const symbol = next.symbol;
  $('market').value = symbol;
  history.replaceState(null, '', `#${symbol}`);
  tape = [];
  drawTape();
  showTicker({});
  trader.setMarket(next);
  book = new Book(() => api.depth(symbol), drawBookSoon);
  const mine = book;
  stream.subscribe(`depth.${symbol}`, (update) => mine.onUpdate(update), () => mine.start());
  stream.subscribe(`trade.${symbol}`, onTrade, () => loadTape(symbol));
  stream.subscribe(`ticker.${symbol}`, showTicker, () => api.ticker(symbol).then(showTicker).catch(() => {}));
  stream.subscribe(`kline_1m.${symbol}`, onBar, loadBars);
  drawBookSoon();
}

$('market').onchange = () => choose(markets.find((each) => each.symbol === $('market').value));

function decimalsOf(step) {
  return step.includes('.') ? step.length - step.indexOf('.') - 1 : 0;
}

// ---- chart ----

async function loadBars() {
  const symbol = market.symbol;
  const wanted = interval;
  try {
    const bars = await api.klines(symbol, wanted, BARS);
    if (symbol === market.symbol && wanted === interval) {
      chart.set(bars.map(toBar), decimalsOf(market.tick_size));
    }
  } catch {
    setTimeout(() => symbol === market.symbol && wanted === interval && loadBars(), 2000);
  }
}

const toBar = (bar) => ({ start: bar.start, end: bar.end, open: +bar.open, high: +bar.high, low: +bar.low,
  close: +bar.close, volume: +bar.volume });

function onBar(data) {
  const bar = data.k ?? data;
  if (interval === '1min') {
    chart.put({ start: bar.t, end: bar.T, open: +bar.o, high: +bar.h, low: +bar.l, close: +bar.c, volume: +bar.v });
  } else if (bar.x) {
    loadBars();
  }
}

// ---- ticker ----

function showTicker(ticker) {
  const last = ticker.lastPrice ?? ticker.last_price ?? ticker.c;
  const percent = ticker.priceChangePercent ?? ticker.price_change_percent ?? ticker.P;
  $('high').textContent = ticker.high ?? ticker.h ?? '–';
  $('low').textContent = ticker.low ?? ticker.l ?? '–';
  $('volume').textContent = short(ticker.volume ?? ticker.v);
  $('trades24').textContent = (ticker.trades ?? ticker.n ?? '–').toLocaleString();
  if (last !== undefined) {
    showLast(last);
  } else {
    $('last').textContent = '–';
  }
  $('change').textContent = percent === undefined ? '' : `${Number(percent) >= 0 ? '+' : ''}${Number(percent).toFixed(2)} %`;
  $('change').className = `number ${Number(percent) >= 0 ? 'up' : 'down'}`;
}

function showLast(price) {
  const before = Number($('last').textContent);
  $('last').textContent = Number(price).toFixed(decimalsOf(market.tick_size));
  if (Number(price) !== before) {
    $('last').className = `number ${Number(price) >= before ? 'up' : 'down'}`;
  }
  $('middle').textContent = $('last').textContent;
  $('middle').className = `middle ${$('last').className}`;
  document.title = `${$('last').textContent} ${market.symbol} · Bourse`;
}

function short(text) {
  return text === undefined ? '–'
    : Number(text).toLocaleString([], { maximumFractionDigits: 2, notation: Number(text) >= 1e6 ? 'compact' : 'standard' });
}

// ---- tape ----

async function loadTape(symbol) {
  try {
    const trades = await api.trades(symbol);
    if (symbol === market.symbol) {
      const newest = tape.length ? tape.at(-1).id : Infinity;
      tape = [...tape, ...trades.filter((trade) => trade.id < newest).map((trade) => (
        { id: trade.id, price: trade.price, quantity: trade.quantity, time: trade.timestamp, isSell: trade.isBuyerMaker }))];
      drawTape();
    }
  } catch {
    setTimeout(() => symbol === market.symbol && loadTape(symbol), 2000);
  }
}

function onTrade(trade) {
  tape.unshift({ id: trade.t, price: trade.p, quantity: trade.q, time: trade.T, isSell: trade.m });
  tape.length = Math.min(tape.length, TAPE);
  showLast(trade.p);
  drawTapeSoon();
}

function drawTape() {
  $('tape').replaceChildren(...tape.map((trade) => {
    const line = level([Number(trade.price).toFixed(decimalsOf(market.tick_size)), trade.quantity, new Date(trade.time).toLocaleTimeString([], { hour12: false })]);
    line.firstElementChild.className = trade.isSell ? 'down' : 'up';
    return line;
  }));
}

const drawTapeSoon = perFrame(drawTape);

// ---- book ----

function drawBook() {
  if (!book) {
    return;
  }
  const rows = Math.max(3, Math.min(LEVELS_MAX, Math.floor($('bids').clientHeight / 20)));
  const bids = book.levels('bids', rows);
  const asks = book.levels('asks', rows);
  const most = Math.max(bids.at(-1)?.total ?? 0, asks.at(-1)?.total ?? 0) || 1;
  $('bids').replaceChildren(...bids.map((each) => bookLevel(each, most)));
  $('asks').replaceChildren(...asks.reverse().map((each) => bookLevel(each, most)));
  const best = [bids[0], asks.at(-1)];
  $('spread').textContent = best[0] && best[1]
    ? `spread ${(best[1].order - best[0].order).toFixed(decimalsOf(market.tick_size))}` : '';
}

function bookLevel({ price, quantity, total, order }, most) {
  const decimals = decimalsOf(market.step_size);
  const line = level([order.toFixed(decimalsOf(market.tick_size)), Number(quantity).toFixed(decimals), total.toFixed(decimals)]);
  const fill = document.createElement('i');
  fill.style.width = `${Math.min(100, total / most * 100)}%`;
  line.prepend(fill);
  line.classList.toggle('own', ownPrices.has(order));
  line.onclick = () => trader.setPrice(price);
  return line;
}

function level(texts) {
  const line = document.createElement('div');
  line.className = 'level';
  for (const text of texts) {
    const cell = document.createElement('span');
    cell.textContent = text;
    line.append(cell);
  }
  return line;
}

const drawBookSoon = perFrame(drawBook);
window.addEventListener('resize', drawBookSoon);

function perFrame(draw) {
  let isPending = false;
  return () => {
    if (!isPending) {
      isPending = true;
      requestAnimationFrame(() => { isPending = false; draw(); });
    }
  };
}

function option(value, text) {
  const element = document.createElement('option');
  element.value = value;
  element.textContent = text;
  return element;
}

const trader = new Trader(stream, (orders) => {
  ownPrices = new Set(orders.filter((order) => order.market === market?.symbol).map((order) => Number(order.price)));
  drawBookSoon();
});

start();
