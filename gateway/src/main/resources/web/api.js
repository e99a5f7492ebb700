// REST calls. Numbers stay texts on the way to the exchange: it takes decimals exactly as they are written.

export class ApiError extends Error {
  constructor(status, code, reason) {
    super(reason);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'OFFLINE', 'The exchange cannot be reached.');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, answer.code ?? 'ERROR', answer.reason ?? `The exchange answered ${response.status}.`);
  }
  return answer;
}

const query = (fields) => new URLSearchParams(fields).toString();

export const api = {
  markets: () => call('GET', '/api/v1/markets'),
  depth: (symbol) => call('GET', `/api/v1/depth?${query({ symbol, limit: 1000 })}`),
  trades: (symbol) => call('GET', `/api/v1/trades?${query({ symbol, limit: 60 })}`),
  klines: (symbol, interval, limit) => call('GET', `/api/v1/klines?${query({ symbol, interval, limit })}`),
  ticker: (symbol) => call('GET', `/api/v1/tickers?${query({ symbol })}`),
  createUser: () => call('POST', '/api/v1/users', {}),
  balances: (userId) => call('GET', `/api/v1/user/balances?${query({ user_id: userId })}`),
  orders: (userId) => call('GET', `/api/v1/orders?${query({ user_id: userId })}`),
  createOrder: (userId, order) => call('POST', '/api/v1/order', { ...order, user_id: userId }),
  cancelOrder: (userId, orderId) => call('DELETE', `/api/v1/order?${query({ order_id: orderId, user_id: userId })}`),
  cancelAll: (userId) => call('DELETE', `/api/v1/orders?${query({ user_id: userId })}`),
  deposit: (userId, asset, quantity) => call('POST', '/api/v1/user/deposit',
    { user_id: userId, asset, quantity, idempotency_key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` }),
};
