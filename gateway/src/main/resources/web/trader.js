// The demo user's side of the page: users, balances, open orders, order entry.

import { api } from '/api.js';

const USERS_KEY = 'bourse.users';
const USER_KEY = 'bourse.user';
const $ = (id) => document.getElementById(id);

export class Trader {
  constructor(stream, onOrders) {
    this.stream = stream;
    this.onOrders = onOrders;
    this.orders = [];
    this.balances = new Map();
    this.side = 'BUY';
    this.type = 'LIMIT';
    this.users = read(USERS_KEY, []);
    this.userId = read(USER_KEY, this.users[0] ?? null);
    this.bind();
    this.showUsers();
    this.choose(this.userId);
  }

  bind() {
    $('new-user').onclick = () => this.guard(async () => {
      const { user_id: userId } = await api.createUser();
      this.users.unshift(userId);
      localStorage.setItem(USERS_KEY, JSON.stringify(this.users));
      this.choose(userId);
      this.say('Created a demo user with play money.', true);
    });
    $('user').onchange = () => this.choose($('user').value || null);
    $('cancel-all').onclick = () => this.guard(async () => {
      const { count } = await api.cancelAll(this.userId);
      this.say(`Cancelled ${count} orders.`, true);
      await this.refresh();
    });
    $('deposit').onsubmit = (event) => {
      event.preventDefault();
      this.guard(async () => {
        const answer = await api.deposit(this.userId, $('deposit-asset').value, $('deposit-quantity').value.trim());
        $('deposit-quantity').value = '';
        this.say(`Deposited ${answer.quantity} ${answer.asset}.`, true);
        await this.refresh();
      });
    };
    $('order').onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    document.querySelectorAll('[data-side]').forEach((button) => { button.onclick = () => this.chooseSide(button.dataset.side); });
    document.querySelectorAll('[data-type]').forEach((button) => {
      button.onclick = () => {
        this.type = button.dataset.type;
        select('[data-type]', button);
        $('price-field').hidden = this.type === 'MARKET';
        $('ioc-field').hidden = $('post-only-field').hidden = this.type !== 'LIMIT';
        $('stop-field').hidden = this.type !== 'STOP_LOSS_LIMIT';
        this.showTicket();
      };
    });
    $('price').oninput = $('quantity').oninput = () => this.showTicket();
    setInterval(() => this.userId && !document.hidden && !this.stream.isOpen() && this.refresh().catch(() => {}), 5000);
  }

  setMarket(market) {
    this.market = market;
    $('price-unit').textContent = market.quote;
    $('quantity-unit').textContent = market.base;
    $('price').value = '';
    $('price').placeholder = `in steps of ${market.tick_size}`;
    $('quantity').placeholder = `in steps of ${market.step_size}`;
    this.showTicket();
  }

  setPrice(price) {
    $('price').value = price;
    this.showTicket();
  }

  chooseSide(side) {
    this.side = side;
    select('[data-side]', document.querySelector(`[data-side=${side}]`));
    this.showTicket();
  }

  choose(userId) {
    this.userId = userId;
    localStorage.setItem(USER_KEY, JSON.stringify(userId));
    this.showUsers();
    this.stream.authenticate(userId, () => this.refreshSoon());
    this.orders = [];
    this.balances = new Map();
    this.show();
    this.refreshSoon();
  }

  refreshSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh().catch(() => {}), 80);
  }

  async refresh() {
    const userId = this.userId;
    if (!userId) {
      return;
    }
    try {
      const [orders, balances] = await Promise.all([api.orders(userId), api.balances(userId)]);
      if (userId === this.userId) {
        this.orders = orders.reverse();
        this.balances = new Map(balances.map((balance) => [balance.asset, balance]));
        this.show();
      }
    } catch (error) {
      if (error.status === 401 && userId === this.userId) {
        this.users = this.users.filter((id) => id !== userId);
        localStorage.setItem(USERS_KEY, JSON.stringify(this.users));
        this.choose(this.users[0] ?? null);
      }
    }
  }

  submit() {
    return this.guard(async () => {
      const order = { market: this.market.symbol, side: this.side, type: this.type, quantity: $('quantity').value.trim() };
      if (this.type !== 'MARKET') {
        order.price = $('price').value.trim();
      }
      if (this.type === 'STOP_LOSS_LIMIT') {
        order.stop_price = $('stop-price').value.trim();
      }
      if (this.type === 'LIMIT' && $('ioc').checked) {
        order.time_in_force = 'IOC';
      }
      if (this.type === 'LIMIT' && $('post-only').checked) {
        order.type = 'LIMIT_MAKER';
      }
      const answer = await api.createOrder(this.userId, order);
      this.say(`Order ${answer.order_id}: ${answer.order_status.toLowerCase().replace('_', ' ')}, ` +
        `${answer.executed_quantity} ${this.market.base} executed.`, true);
      await this.refresh();
    });
  }

  async guard(action) {
    $('submit').disabled = true;
    try {
      await action();
    } catch (error) {
      this.say(error.code ? `${error.message} (${error.code})` : error.message, false);
    } finally {
      this.showTicket();
    }
  }

  say(text, isGood) {
    $('message').textContent = text;
    $('message').className = `message ${isGood ? 'good' : 'bad'}`;
  }

  showUsers() {
    const options = this.users.map((id) => option(id, `${id.slice(0, 8)}…${id.slice(-4)}`));
    $('user').replaceChildren(...(options.length ? options : [option('', 'No user yet')]));
    $('user').value = this.userId ?? '';
  }

  show() {
    $('orders').replaceChildren(...this.orders.map((order) => this.row(order)));
    $('orders-empty').hidden = this.orders.length > 0;
    $('order-count').textContent = this.orders.length ? `(${this.orders.length})` : '';
    const balances = [...this.balances.values()];
    $('balances').replaceChildren(...balances.map((balance) => row([balance.asset, balance.available, balance.locked])));
    $('balances-empty').hidden = balances.length > 0;
    $('cancel-all').disabled = !this.orders.length;
    this.showTicket();
    this.onOrders(this.orders);
  }

  row(order) {
    const cells = row([order.market, order.side, order.price, order.quantity, order.filled_quantity,
      new Date(order.timestamp).toLocaleTimeString()]);
    cells.children[1].className = order.side === 'BUY' ? 'up' : 'down';
    const cancel = document.createElement('button');
    cancel.className = 'quiet';
    cancel.textContent = 'Cancel';
    cancel.onclick = () => this.guard(async () => {
      await api.cancelOrder(this.userId, order.order_id);
      await this.refresh();
    });
    const cell = document.createElement('td');
    cell.append(cancel);
    cells.append(cell);
    return cells;
  }

  showTicket() {
    const isBuy = this.side === 'BUY';
    const asset = isBuy ? this.market?.quote : this.market?.base;
    const available = this.balances.get(asset)?.available;
    $('available').textContent = available === undefined ? '–' : `${available} ${asset}`;
    const value = Number($('price').value) * Number($('quantity').value);
    $('value').textContent = this.type !== 'MARKET' && value > 0
      ? `${value.toLocaleString([], { maximumFractionDigits: 2 })} ${this.market.quote}` : '–';
    $('submit').textContent = this.userId ? `${isBuy ? 'Buy' : 'Sell'} ${this.market?.base ?? ''}` : 'Create a demo user first';
    $('submit').className = `primary ${isBuy ? 'buy' : 'sell'}`;
    $('submit').disabled = !this.userId || !this.market;
  }
}

function select(all, chosen) {
  document.querySelectorAll(all).forEach((button) => button.classList.toggle('on', button === chosen));
}

function option(value, text) {
  const element = document.createElement('option');
  element.value = value;
  element.textContent = text;
  return element;
}

function row(texts) {
  const element = document.createElement('tr');
  for (const text of texts) {
    const cell = document.createElement('td');
    cell.textContent = text;
    element.append(cell);
  }
  return element;
}

function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
