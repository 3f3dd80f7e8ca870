// Draws a monitor's response times where scripts and canvas are; without them, and where they cannot be
// read, the drawing of the last results stands in its place. Colours, fonts and times come from the page.
"use strict";
(() => {
  const panel = document.getElementById("chart");
  const canvas = document.getElementById("canvas");
  if (!panel || !canvas) {
    return;
  }
  if (typeof uPlot === "undefined") {
    panel.classList.add("undrawn");
    return;
  }
  const HIGH = 240;
  const DAY = 86_400;
  const MOST_GAPS = 3;
  const PHASES = [
    ["dns", "DNS", "--dns"],
    ["connect", "Connect", "--connect"],
    ["tls", "TLS", "--tls"],
    ["first_byte", "First byte", "--wait"],
    ["rest", "Rest", "--body"],
  ];
  const STYLES = { "--dns": "dns", "--connect": "connect", "--tls": "tls", "--wait": "wait", "--body": "body" };
  const LINES = { avg: "Average", p50: "p50", p95: "p95", p99: "p99" };
  const ranges = document.getElementById("ranges");
  const zoom = document.getElementById("zoom");
  const legend = document.getElementById("legend");
  const finding = document.getElementById("finding");
  const gaps = document.getElementById("gaps");
  const away = document.getElementById("chart-away");
  const figures = document.getElementById("figures");
  const csv = document.getElementById("csv");
  const id = encodeURIComponent(panel.dataset.id);
  let plot = null;
  let chart = null;
  let window_ = null; // what is zoomed into; null for all
  let turn = 0;

  // ---- words

  function milliseconds(micros) {
    if (micros === null || micros === undefined) {
      return "–";
    }
    if (micros >= 10_000_000) {
      return `${(micros / 1e6).toFixed(1)}\u00a0s`;
    }
    const millis = micros / 1_000;
    return `${millis > 0 && millis < 10 ? millis.toFixed(1).replace(/\.0$/, "") : Math.round(millis)}\u00a0ms`;
  }

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const two = (number) => String(number).padStart(2, "0");

  // the zone is the reader's, of days the organization's; its rules and names are the server's
  const ours = JSON.parse(document.querySelector("[data-shifts]").dataset.shifts);

  function shift(seconds) {
    const shifts = chart.shifts ? JSON.parse(chart.shifts) : ours;
    return shifts.findLast(([from]) => from <= seconds) ?? shifts[0];
  }

  // what its UTC fields say is what clocks there say
  function local(seconds) {
    return new Date((seconds + shift(seconds)[1]) * 1_000);
  }

  function day(seconds) {
    const at = local(seconds);
    return `${at.getUTCDate()}\u00a0${MONTHS[at.getUTCMonth()]}`;
  }

  function clockOf(seconds) {
    const at = local(seconds);
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  }

  function clock(seconds) {
    const whole = chart.step < 60 ? `:${two(local(seconds).getUTCSeconds())}` : "";
    return clockOf(seconds) + whole;
  }

  function time(seconds) {
    return chart.kind === "days" ? day(seconds) : `${day(seconds)}, ${clock(seconds)}`;
  }

  function zoned(seconds) {
    return chart.kind === "days" ? time(seconds) : `${time(seconds)}\u00a0${shift(seconds)[2]}`;
  }

  function found() {
    const at = chart.found;
    return at === undefined
      ? chart.finding
      : chart.finding.replace("{at}", () => `${day(at)}, ${clockOf(at)}\u00a0${shift(at)[2]}`);
  }

  // ---- looks

  // a token may be a light-dark(): only an element knows which of both it is now
  function palette() {
    const probe = document.createElement("i");
    canvas.append(probe);
    const colour = (token) => {
      probe.style.color = `var(${token})`;
      return getComputedStyle(probe).color;
    };
    const names = ["--ink", "--ink-2", "--ink-3", "--line", "--down", "--pending", "--surface", "--wait"];
    const all = Object.fromEntries(
      [...names, ...PHASES.map(([, , token]) => token)].map((token) => [token, colour(token)]));
    all.font = `12px ${getComputedStyle(probe).fontFamily}`;
    probe.remove();
    return all;
  }

  // ---- data

  // a line ends where the next point is too far away, or is known to be missing between
  function isApart(from, to) {
    return (
      to - from > chart.longest ||
      chart.missing.some((gap) => gap.from >= from && gap.to <= to && gap.to - gap.from > chart.step)
    );
  }

  // the line of short parts is smoothed: of five results the slowest would be the p95
  function source(name) {
    return name === "p95" && chart.line ? chart.line : chart[name];
  }

  function columns() {
    const phases = chart.phases ? PHASES.filter(([name]) => chart.phases[name].some((each) => each > 0)) : [];
    const names = chart.kind === "days" ? ["avg", "p50", "p95", "p99"] : ["avg", "p95"];
    const at = [];
    const stack = phases.map(() => []);
    const lines = names.map(() => []);
    const put = (moment, index) => {
      at.push(moment);
      let sum = 0;
      phases.forEach(([name], layer) => {
        const value = index === null ? null : chart.phases[name][index];
        sum += value ?? 0;
        stack[layer].push(value === null ? null : sum);
      });
      names.forEach((name, line) => lines[line].push(index === null ? null : source(name)[index]));
    };
    chart.at.forEach((moment, index) => {
      if (index > 0 && isApart(chart.at[index - 1], moment)) {
        put((chart.at[index - 1] + moment) / 2, null);
      }
      put(moment, index);
    });
    return { phases, names, at, stack, lines };
  }

  // ---- drawing

  function band(u, from, to, paint) {
    const [left, right] = [from, to].map((moment) => u.valToPos(moment, "x", true));
    const begin = Math.max(left, u.bbox.left);
    const end = Math.min(Math.max(right, left + 2 * devicePixelRatio), u.bbox.left + u.bbox.width);
    if (end > begin) {
      paint(u.ctx, begin, end - begin, left >= u.bbox.left);
    }
  }

  function under(u, colours) {
    const { top, height } = u.bbox;
    u.ctx.save();
    for (const gap of chart.missing) {
      band(u, gap.from, gap.to, (ctx, left, wide) => {
        ctx.save();
        ctx.beginPath();
        ctx.rect(left, top, wide, height);
        ctx.clip();
        ctx.strokeStyle = colours["--pending"];
        ctx.globalAlpha = 0.5;
        ctx.lineWidth = devicePixelRatio;
        ctx.beginPath();
        for (let x = left - height; x < left + wide; x += 6 * devicePixelRatio) {
          ctx.moveTo(x, top + height);
          ctx.lineTo(x + height, top);
        }
        ctx.stroke();
        ctx.restore();
      });
    }
    u.ctx.fillStyle = colours["--down"];
    u.ctx.globalAlpha = 0.14;
    for (const [from, to] of chart.outages) {
      band(u, from, to, (ctx, left, wide) => ctx.fillRect(left, top, wide, height));
    }
    u.ctx.restore();
  }

  function edges(u, colours) {
    const { top, height } = u.bbox;
    u.ctx.save();
    u.ctx.fillStyle = colours["--down"];
    for (const [from, to] of chart.outages) {
      band(u, from, to, (ctx, left, wide, isBegin) => {
        if (isBegin) {
          ctx.fillRect(left, top, 2 * devicePixelRatio, height);
        }
      });
    }
    u.ctx.restore();
  }

  function series(shown, colours) {
    const all = [{}];
    const gap = { spanGaps: false, points: { size: 4 } };
    // the highest first: each lower layer is painted over it
    for (let layer = shown.phases.length - 1; layer >= 0; layer--) {
      const colour = colours[shown.phases[layer][2]];
      all.push({ ...gap, stroke: colour, fill: colour, width: 0.5, points: { ...gap.points, fill: colour } });
    }
    for (const name of shown.names) {
      all.push({
        avg: shown.phases.length > 0
          ? { show: false }
          : { ...gap, stroke: colours["--wait"], width: 1.75 },
        p50: { ...gap, stroke: colours["--ink-2"], width: 1.25 },
        p95: { ...gap, stroke: colours["--ink"], width: 1.25, dash: [5, 4] },
        p99: { ...gap, stroke: colours["--ink-3"], width: 1.25, dash: [1.5, 3] },
      }[name]);
    }
    return all;
  }

  function axes(colours) {
    const usual = {
      font: colours.font,
      stroke: colours["--ink-3"],
      ticks: { show: false },
      gap: 6,
    };
    const label = (moment, step) => {
      const at = local(moment);
      return step >= DAY || (at.getUTCHours() === 0 && at.getUTCMinutes() === 0)
        ? day(moment)
        : `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${step < 60 ? `:${two(at.getUTCSeconds())}` : ""}`;
    };
    return [
      { ...usual, grid: { show: false }, size: 28, space: 64, values: (u, splits, axis, space, step) => splits.map((at) => label(at, step)) },
      { ...usual, grid: { stroke: colours["--line"], width: 1 }, size: 64, space: 44, values: (u, splits) => splits.map((value) => (value === 0 ? "0" : milliseconds(value))) },
    ];
  }

  function width() {
    return Math.max(200, canvas.clientWidth);
  }

  function draw() {
    const colours = palette();
    const shown = columns();
    const data = [shown.at, ...shown.stack.toReversed(), ...shown.lines];
    const [from, to] = window_ ?? [chart.from, chart.to];
    panel.classList.remove("undrawn");
    panel.classList.add("drawn");
    plot?.destroy();
    plot = new uPlot(
      {
        width: width(),
        height: HIGH,
        padding: [8, 20, 0, 0], // half of a time fits beside the last tick
        legend: { show: false },
        tzDate: (moment) => uPlot.tzDate(local(moment), "Etc/UTC"),
        cursor: { y: false, drag: { x: true, y: false }, points: { size: 6 }, bind: { dblclick: () => null } },
        scales: {
          x: { time: true, range: (u, min, max) => [min, max] },
          y: { range: (u, min, max) => [0, max > 0 ? max * 1.08 : 1_000] },
        },
        axes: axes(colours),
        series: series(shown, colours),
        hooks: {
          drawClear: [(u) => under(u, colours)],
          draw: [(u) => edges(u, colours)],
          setScale: [(u, key) => key === "x" && zoomed(u)],
          setCursor: [(u) => explain(shown, u.cursor.idx)],
        },
      },
      data,
      canvas,
    );
    plot.setScale("x", { min: from, max: to });
    explain(shown, null);
    tell();
  }

  // ---- words beside the drawing

  function entry(key, name, value) {
    const item = document.createElement("li");
    const mark = document.createElement("i");
    mark.className = key;
    const number = document.createElement("b");
    number.textContent = value;
    item.append(mark, `${name} `, number);
    return item;
  }

  // of the point under the pointer, else of the last one
  function explain(shown, index) {
    let at = index;
    if (at === null || at === undefined) {
      at = shown.lines[0].findLastIndex((value) => value !== null);
    }
    if (at < 0) {
      legend.replaceChildren();
      return;
    }
    const items = shown.phases.map(([name, word, token], layer) => {
      const [whole, below] = [shown.stack[layer][at], layer === 0 ? 0 : shown.stack[layer - 1][at]];
      return entry(`ph-${STYLES[token]}`, word, milliseconds(whole === null ? null : whole - below));
    });
    shown.names.forEach((name, line) => {
      if (name !== "avg" || shown.phases.length === 0) {
        items.push(entry(`key ${name}`, LINES[name], milliseconds(shown.lines[line][at])));
      }
    });
    if (chart.outages.length > 0) {
      items.push(entry("key down", "Down", ""));
    }
    if (chart.missing.length > 0) {
      items.push(entry("key gap", "Missing", ""));
    }
    const when = document.createElement("li");
    when.className = "end muted";
    when.textContent = zoned(shown.at[at]);
    items.push(when);
    legend.replaceChildren(...items);
  }

  function tell() {
    finding.textContent = found();
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Response time: ${found()}`);
    const lines = chart.missing.slice(0, MOST_GAPS).map((gap) => {
      const line = document.createElement("li");
      line.textContent = `Missing from ${time(gap.from)} to ${zoned(gap.to)}. ${gap.why}`;
      return line;
    });
    if (chart.missing.length > MOST_GAPS) {
      const line = document.createElement("li");
      line.textContent = `${chart.missing.length - MOST_GAPS} more stretches are missing.`;
      lines.push(line);
    }
    gaps.hidden = lines.length === 0;
    gaps.replaceChildren(...lines);
    csv.hidden = false;
    csv.href = chart.csv;
    tabulate();
  }

  function tabulate() {
    if (!figures.open || !chart) {
      return;
    }
    const days = chart.kind === "days";
    const heads = days
      ? ["Day", "Checks", "Average", "p50", "p95", "p99", "Down", "Covered"]
      : ["Until", "Checks", "Failed", "Average", "p50", "p95", "p99", "Most"];
    const [from, to] = window_ ?? [chart.from, chart.to];
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const text of heads) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = text;
      head.append(cell);
    }
    const body = table.createTBody();
    for (let i = chart.at.length - 1; i >= 0; i--) {
      if (chart.at[i] < from || chart.at[i] > to) {
        continue;
      }
      const times = ["avg", "p50", "p95", "p99"].map((name) => milliseconds(chart[name][i]));
      const cells = days
        ? [day(chart.at[i]), chart.checks[i], ...times, chart.down[i] > 0 ? tocsin.duration(Math.floor(chart.down[i])) : "–", `${chart.covered[i]}%`]
        : [zoned(chart.at[i]), chart.checks[i], chart.failures[i], ...times, milliseconds(chart.max[i])];
      const row = body.insertRow();
      for (const text of cells) {
        row.insertCell().textContent = text;
      }
    }
    figures.querySelector(".scroll").replaceChildren(table);
  }

  // ---- zoom

  function zoomed(u) {
    const { min, max } = u.scales.x;
    if (min === null || min === undefined) {
      return;
    }
    const isAll = min <= chart.from + 0.5 && max >= chart.to - 0.5;
    window_ = isAll ? null : [min, max];
    for (const button of zoom.querySelectorAll("button")) {
      const is = {
        in: max - min > Math.max(10 * chart.step, 20),
        out: !isAll,
        earlier: min > chart.from + 0.5,
        later: max < chart.to - 0.5,
        reset: !isAll,
      }[button.value];
      if (!is && document.activeElement === button) {
        zoom.querySelector('[value="in"]').focus(); // the focus must not be lost with the button
      }
      button.disabled = !is;
    }
    tabulate();
  }

  function show(min, max) {
    const span = Math.min(max - min, chart.to - chart.from);
    const begin = Math.max(chart.from, Math.min(min, chart.to - span));
    plot.setScale("x", { min: begin, max: begin + span });
  }

  zoom.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button || !plot) {
      return;
    }
    const { min, max } = plot.scales.x;
    const span = max - min;
    switch (button.value) {
      case "in":
        show(min + span / 4, max - span / 4);
        break;
      case "out":
        show(min - span / 2, max + span / 2);
        break;
      case "earlier":
        show(min - span / 2, max - span / 2);
        break;
      case "later":
        show(min + span / 2, max + span / 2);
        break;
      default:
        show(chart.from, chart.to);
    }
  });

  // ---- reading

  function range() {
    return ranges.querySelector(":checked").value;
  }

  async function read() {
    turn += 1;
    const mine = turn;
    const wanted = range();
    try {
      const answer = await fetch(`/monitors/${id}/series?range=${wanted}`, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(20_000),
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      const fresh = await answer.json();
      if (mine !== turn) {
        return; // another range was chosen meanwhile
      }
      if (!chart || chart.range !== fresh.range) {
        window_ = null;
      }
      chart = fresh;
      away.hidden = true;
      draw();
    } catch {
      if (mine === turn) {
        panel.classList.toggle("undrawn", !chart);
        away.hidden = false;
        away.textContent = "The chart cannot be read now. It is shown here when it can.";
      }
    }
  }

  // ---- when

  const address = new URL(location.href);
  const chosen = ranges.querySelector(`[value="${CSS.escape(address.searchParams.get("range") ?? "")}"]`);
  if (chosen) {
    chosen.checked = true;
  }
  ranges.addEventListener("change", () => {
    const next = new URL(location.href);
    next.searchParams.set("range", range());
    history.replaceState(null, "", next);
    read();
  });
  figures.addEventListener("toggle", tabulate);

  // longer ranges change less; a drag that is under way is not taken out of the hand
  const PAUSES = { "24h": 4_000, "7d": 30_000, "30d": 300_000, "90d": 300_000 };
  let readAt = 0;
  document.addEventListener("tocsin:read", () => {
    const now = Date.now();
    const isDragged = canvas.querySelector(".u-select")?.offsetWidth > 0;
    if (now - readAt >= PAUSES[range()] && !isDragged) {
      readAt = now;
      read();
    }
  });

  const redraw = () => chart && draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new ResizeObserver(() => {
    if (plot && plot.width !== width()) {
      plot.setSize({ width: width(), height: HIGH });
    }
  }).observe(canvas);
  readAt = Date.now();
  read();
})();
