// Candles and volume on a canvas, redrawn at most once per frame.

const COLOURS = { up: '#2ebd85', down: '#f2545b', line: '#1a2231', text: '#8391a8', cross: '#46536b', tag: '#232d3f', bright: '#e6ebf4' };
const AXIS_WIDTH = 74;
const AXIS_HEIGHT = 22;
const STEP = 9;

export class Chart {
  constructor(canvas, empty) {
    this.canvas = canvas;
    this.empty = empty;
    this.bars = [];
    this.offset = 0;
    this.pointer = null;
    this.decimals = 2;
    new ResizeObserver(() => this.draw()).observe(canvas);
    canvas.addEventListener('pointermove', (event) => this.onMove(event));
    canvas.addEventListener('pointerleave', () => { this.pointer = null; this.draw(); });
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.scroll(Math.sign(event.deltaX || event.deltaY) * -3);
    }, { passive: false });
  }

  set(bars, decimals) {
    this.bars = bars;
    this.decimals = decimals;
    this.offset = 0;
    this.draw();
  }

  // The newest bar, or a new one after it.
  put(bar) {
    const last = this.bars.at(-1);
    if (last && bar.start === last.start) {
      this.bars[this.bars.length - 1] = bar;
    } else if (!last || bar.start > last.start) {
      this.bars.push(bar);
    }
    this.draw();
  }

  scroll(bars) {
    this.offset = Math.max(0, Math.min(this.offset + bars, Math.max(0, this.bars.length - 10)));
    this.draw();
  }

  onMove(event) {
    const box = this.canvas.getBoundingClientRect();
    if (event.buttons === 1 && this.pointer) {
      this.drag = (this.drag ?? 0) + event.movementX;
      const bars = Math.trunc(this.drag / STEP);
      this.drag -= bars * STEP;
      this.scroll(bars);
    }
    this.pointer = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.draw();
  }

  draw() {
    if (!this.isPending) {
      this.isPending = true;
      requestAnimationFrame(() => { this.isPending = false; this.paint(); });
    }
  }

  paint() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const g = this.canvas.getContext('2d');
    g.scale(ratio, ratio);
    g.font = '11px system-ui, sans-serif';
    this.empty.hidden = this.bars.length > 0;
    if (!this.bars.length || width < 120 || height < 80) {
      return;
    }
    const plotWidth = width - AXIS_WIDTH;
    const plotHeight = height - AXIS_HEIGHT;
    const count = Math.floor(plotWidth / STEP);
    const end = this.bars.length - this.offset;
    const bars = this.bars.slice(Math.max(0, end - count), end);
    const high = Math.max(...bars.map((bar) => bar.high));
    const low = Math.min(...bars.map((bar) => bar.low));
    const margin = (high - low || high * 0.002 || 1) * 0.08;
    const scale = { top: high + margin, bottom: low - margin, height: plotHeight * 0.8 };
    const y = (price) => 8 + (scale.top - price) / (scale.top - scale.bottom) * scale.height;
    const x = (index) => plotWidth - (bars.length - index - 0.5) * STEP - 6;
    this.grid(g, scale, y, plotWidth, plotHeight, bars, x);
    const volumeMax = Math.max(...bars.map((bar) => bar.volume)) || 1;
    bars.forEach((bar, index) => {
      const colour = bar.close >= bar.open ? COLOURS.up : COLOURS.down;
      const centre = Math.round(x(index)) + 0.5;
      g.globalAlpha = 0.28;
      g.fillStyle = colour;
      const tall = bar.volume / volumeMax * plotHeight * 0.15;
      g.fillRect(centre - 3, plotHeight - tall, 6, tall);
      g.globalAlpha = 1;
      g.strokeStyle = colour;
      g.beginPath();
      g.moveTo(centre, y(bar.high));
      g.lineTo(centre, y(bar.low));
      g.stroke();
      const top = y(Math.max(bar.open, bar.close));
      g.fillRect(centre - 3, top, 6, Math.max(1, y(Math.min(bar.open, bar.close)) - top));
    });
    const last = this.bars.at(-1);
    this.tag(g, y(last.close), last.close, plotWidth, last.close >= last.open ? COLOURS.up : COLOURS.down, '#06100c');
    this.cross(g, scale, bars, x, plotWidth, plotHeight);
  }

  grid(g, scale, y, plotWidth, plotHeight, bars, x) {
    g.strokeStyle = COLOURS.line;
    g.fillStyle = COLOURS.text;
    g.lineWidth = 1;
    const step = niceStep((scale.top - scale.bottom) / 5);
    for (let price = Math.ceil(scale.bottom / step) * step; price < scale.top; price += step) {
      const line = Math.round(y(price)) + 0.5;
      g.beginPath();
      g.moveTo(0, line);
      g.lineTo(plotWidth, line);
      g.stroke();
      g.fillText(this.price(price), plotWidth + 8, line + 4);
    }
    const every = Math.max(1, Math.round(110 / STEP));
    bars.forEach((bar, index) => {
      if ((bars.length - 1 - index) % every === Math.floor(every / 2)) {
        g.fillText(timeText(bar), x(index) - 18, plotHeight + 15);
      }
    });
  }

  cross(g, scale, bars, x, plotWidth, plotHeight) {
    if (!this.pointer || this.pointer.x > plotWidth || this.pointer.y > plotHeight) {
      return;
    }
    const index = Math.max(0, Math.min(bars.length - 1, Math.round(bars.length - (plotWidth - this.pointer.x - 6) / STEP - 0.5)));
    const bar = bars[index];
    g.strokeStyle = COLOURS.cross;
    g.setLineDash([3, 3]);
    g.beginPath();
    g.moveTo(Math.round(x(index)) + 0.5, 0);
    g.lineTo(Math.round(x(index)) + 0.5, plotHeight);
    g.moveTo(0, this.pointer.y);
    g.lineTo(plotWidth, this.pointer.y);
    g.stroke();
    g.setLineDash([]);
    this.tag(g, this.pointer.y, scale.top - (this.pointer.y - 8) / scale.height * (scale.top - scale.bottom), plotWidth,
      COLOURS.tag, COLOURS.bright);
    g.fillStyle = bar.close >= bar.open ? COLOURS.up : COLOURS.down;
    g.fillText(`${timeText(bar)}   O ${this.price(bar.open)}   H ${this.price(bar.high)}   L ${this.price(bar.low)}   ` +
      `C ${this.price(bar.close)}   V ${bar.volume}`, 10, 18);
  }

  tag(g, y, price, plotWidth, ground, ink) {
    g.fillStyle = ground;
    g.beginPath();
    g.roundRect(plotWidth + 2, y - 9, AXIS_WIDTH - 4, 18, 4);
    g.fill();
    g.fillStyle = ink;
    g.fillText(this.price(price), plotWidth + 8, y + 4);
  }

  price(value) {
    return value.toFixed(this.decimals);
  }
}

function niceStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].find((factor) => factor * power >= step) * power;
}

function timeText(bar) {
  const time = new Date(bar.start);
  return bar.end - bar.start >= 86_000_000 ? time.toLocaleDateString([], { day: '2-digit', month: 'short' })
    : time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
