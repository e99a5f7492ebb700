// One WebSocket that comes back by itself. Streams are subscribed anew after every reconnect.

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 8000;

export class Stream {
  constructor(onState) {
    this.onState = onState;
    this.handlers = new Map();
    this.userId = null;
    this.retryMs = RETRY_MS_MIN;
    this.nextId = 1;
    this.open();
  }

  // onData(data) hears each update; onOpen() is called whenever the subscription begins (again).
  subscribe(stream, onData, onOpen = () => {}) {
    this.handlers.set(stream, { onData, onOpen });
    if (this.isOpen()) {
      this.begin(stream);
    }
  }

  unsubscribe(stream) {
    if (this.handlers.delete(stream) && this.isOpen()) {
      this.send('UNSUBSCRIBE', [stream]);
    }
  }

  // The user's own stream needs to know who the user is.
  authenticate(userId, onData) {
    this.userId = userId;
    this.handlers.delete('user');
    if (userId) {
      this.handlers.set('user', { onData, onOpen: () => {} });
      if (this.isOpen()) {
        this.begin('user');
      }
    }
  }

  isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  open() {
    this.onState('connecting');
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    this.socket = socket;
    socket.onopen = () => {
      this.retryMs = RETRY_MS_MIN;
      this.onState('live');
      [...this.handlers.keys()].forEach((stream) => this.begin(stream));
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.stream) {
        this.handlers.get(message.stream)?.onData(message.data);
      } else if (message.id?.startsWith?.('auth-') && message.result) {
        this.send('SUBSCRIBE', ['user']);
      } else if (message.id?.startsWith?.('sub-') && !message.error) {
        this.handlers.get(message.id.slice(message.id.indexOf(':') + 1))?.onOpen();
      }
    };
    socket.onclose = () => {
      this.onState('offline');
      setTimeout(() => this.open(), this.retryMs);
      this.retryMs = Math.min(2 * this.retryMs, RETRY_MS_MAX);
    };
  }

  begin(stream) {
    if (stream === 'user') {
      this.send('AUTH', { user_id: this.userId }, `auth-${this.nextId++}`);
    } else {
      this.send('SUBSCRIBE', [stream], `sub-${this.nextId++}:${stream}`);
    }
  }

  send(method, params, id = `${this.nextId++}`) {
    this.socket.send(JSON.stringify({ method, params, id }));
  }
}
