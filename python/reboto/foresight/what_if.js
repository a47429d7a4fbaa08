// The page's model: simple scaling policies, alarms and metrics, as src/foresight simulates them.
// It is used only if it repeats the simulation's results.
"use strict";
(() => {
  const NEVER = Infinity;
  const LIMITS = {
    GreaterThanOrEqualToThreshold: (value, limit) => value >= limit,
    GreaterThanThreshold: (value, limit) => value > limit,
    LessThanThreshold: (value, limit) => value < limit,
    LessThanOrEqualToThreshold: (value, limit) => value <= limit,
  };

  // Statistic of the values that are not NaN.
  function statistic(name, values) {
    let count = 0, sum = 0, least = Infinity, most = -Infinity;
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      count += 1;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (count === 0) return NaN;
    return { SampleCount: count, Sum: sum, Average: sum / count, Minimum: least, Maximum: most }[name];
  }

  // State after one evaluation. Points are true for a breach, false, or null; oldest first.
  function stateAfter(alarm, parameters, points, state) {
    let real = 0, breaches = 0, oldest = 0;
    for (let age = 1; age <= points.length; age += 1) {
      const point = points[points.length - age];
      if (point === null) continue;
      real += 1;
      if (point) {
        breaches += 1;
        if (parameters.premature_scope === "range" || age <= alarm.periods) oldest = age;
      }
      if (real === alarm.periods) return breaches >= alarm.needed ? "ALARM" : "OK";
    }
    if (alarm.missing === "breaching") {
      return breaches + alarm.periods - real >= alarm.needed ? "ALARM" : "OK";
    }
    if (alarm.missing === "notBreaching") return breaches >= alarm.needed ? "ALARM" : "OK";
    const keep = alarm.missing === "ignore" ? state : "INSUFFICIENT_DATA";
    if (real === 0) return keep;
    if (breaches >= alarm.needed) return "ALARM";
    if (real > breaches) return "OK";
    if (oldest >= alarm.needed) return alarm.missing === "ignore" ? state : "ALARM";
    return parameters.too_young === "ok" ? "OK" : keep;
  }

  // Capacity that a simple policy asks for.
  function adjusted(policy, group, inService, desired) {
    const value = policy.adjustment;
    let capacity, shrinks = value < 0;
    if (policy.type === "ExactCapacity") {
      capacity = value;
      shrinks = value < desired;
    } else if (policy.type === "PercentChangeInCapacity") {
      const product = inService * value;
      const change = Math.max(Math.trunc(Math.abs(product) / 100), 1, policy.least);
      capacity = inService + (product === 0 ? 0 : Math.sign(product) * change);
    } else {
      capacity = inService + value;
    }
    capacity = Math.max(group.min_size, Math.min(group.max_size, capacity));
    return (shrinks ? capacity < desired : capacity > desired) ? capacity : desired;
  }

  class Series {
    constructor(metric, start) {
      Object.assign(this, metric);
      this.made = metric.model === null ? this.values : [];
      this.backlog = metric.initial_backlog;
      this.logged = 0;
      if (metric.model !== null) {
        const before = Math.ceil(Math.max(0, start - this.start) / this.resolution);
        this.made = new Array(Math.min(before, this.values.length)).fill(NaN);
      }
    }
    // Compute the slots that begin before `now`.
    advance(now, log) {
      if (this.model === null) return;
      while (this.made.length < this.values.length) {
        const due = this.start + this.made.length * this.resolution;
        if (due >= now) break;
        while (this.logged + 1 < log.length && log[this.logged + 1][0] <= due) this.logged += 1;
        this.made.push(this.value(this.values[this.made.length], log[this.logged][1]));
      }
    }
    value(load, instances) {
      if (Number.isNaN(load) || (instances === 0 && this.model !== "queue")) return NaN;
      if (this.model === "per_instance") return load / instances;
      if (this.model === "utilization") {
        const percent = 100 * load / (instances * this.per_instance);
        return percent < this.most ? percent : this.most;
      }
      const left = this.backlog + load - instances * this.per_instance;
      this.backlog = left > 0 ? left : 0;
      return this.backlog / Math.max(instances, 1);
    }
    first(time) {
      return Math.ceil((time - this.start) / this.resolution);
    }
    // The values of the slots that begin from `begin` on and before `end`, and are over.
    slice(begin, end, now) {
      const last = Math.min(this.first(end), Math.floor((now - this.start) / this.resolution));
      return this.made.slice(Math.max(0, this.first(begin)), Math.max(0, last));
    }
  }

  function simulate(scenario) {
    const { start, duration, group, policies, parameters } = scenario;
    const end = start + duration;
    const series = scenario.metrics.map((metric) => new Series(metric, start));
    const alarms = scenario.alarms.map((alarm) => ({ ...alarm, execution: start }));
    const tick = Math.min(...alarms.map((alarm) => alarm.cadence));
    let nextTick = alarms.length ? start + parameters.alarm_phase_seconds + tick : NEVER;
    const delay = parameters.metric_delay_seconds;
    let desired = group.desired_capacity, inService = desired, cooldownEnd = -NEVER, cooldown = null;
    let pending = [], terminating = [], unsettled = false, seconds = 0, counted = start;
    const total = (entries) => entries.reduce((sum, entry) => sum + entry.count, 0);
    const counts = [], wanted = [], states = alarms.map((alarm) => [[start, alarm.state]]);
    const note = (log, now, value) => {
      if (!log.length || log[log.length - 1][1] !== value) log.push([now, value]);
    };
    const changes = [];

    function move(now) {
      seconds += (total(pending) + inService + total(terminating)) * (now - counted);
      counted = now;
      unsettled = false;
      for (const entry of pending.filter((one) => one.ready <= now)) {
        inService += entry.count;
        cooldownEnd = now + entry.cooldown;
      }
      pending = pending.filter((one) => one.ready > now);
      for (const entry of terminating.filter((one) => !one.settled && one.settle <= now)) {
        entry.settled = true;
        cooldownEnd = now + entry.cooldown;
      }
      terminating = terminating.filter((one) => one.gone > now);
      const missing = desired - total(pending) - inService;
      if (missing > 0) {
        const ready = now + group.launch_seconds + group.launch_hook_seconds;
        pending.push({ count: missing, ready, cooldown });
      } else if (missing < 0) {
        let left = -missing;
        const cancelled = Math.min(left, total(pending));
        finish(cancelled, now);
        left -= cancelled;
        for (let rest = cancelled; rest > 0; ) {
          const newest = pending[pending.length - 1];
          const part = Math.min(rest, newest.count);
          newest.count -= part;
          rest -= part;
          if (newest.count === 0) pending.pop();
        }
        const ended = Math.min(left, inService);
        inService -= ended;
        finish(ended, now);
      }
      schedule(now);
    }
    let next = NEVER;
    function finish(count, now) {
      if (count === 0) return;
      const drained = now + (group.drain_seconds ?? 0);
      const gone = drained + group.terminate_hook_seconds + group.terminate_seconds;
      const settle = group.drain_seconds === null ? gone : drained;
      terminating.push({ count, settle, gone, cooldown, settled: false });
    }
    function schedule(now) {
      next = NEVER;
      for (const entry of pending) next = Math.min(next, entry.ready);
      for (const entry of terminating) {
        next = Math.min(next, entry.gone, entry.settled ? NEVER : entry.settle);
      }
      next = Math.max(next, now + 1);
    }

    function evaluate(now) {
      nextTick = now + tick;
      alarms.forEach((alarm, index) => {
        if ((now - start - parameters.alarm_phase_seconds) % alarm.cadence !== 0) return;
        const metric = series[alarm.metric];
        metric.advance(now, counts);
        const newest = Math.floor((now - delay) / alarm.grid) * alarm.grid;
        const points = [];
        for (let age = alarm.range; age > 0; age -= 1) {
          const begin = newest - age * alarm.period;
          const values = metric.slice(begin, begin + alarm.period, now - delay);
          const value = statistic(alarm.statistic, values);
          points.push(Number.isNaN(value) ? null : LIMITS[alarm.comparison](value, alarm.threshold));
        }
        const state = stateAfter(alarm, parameters, points, alarm.state);
        if (state !== alarm.state) {
          alarm.state = state;
          alarm.execution = now;
          states[index].push([now, state]);
        }
      });
    }

    function execute(now) {
      const busy = pending.length > 0 || terminating.some((entry) => !entry.settled);
      let best = null;
      for (const alarm of alarms) {
        if (alarm.execution !== now) continue;
        alarm.execution = now + 60;
        for (const index of alarm.actions[alarm.state]) {
          const policy = policies[index];
          if (!policy.enabled || busy || now < cooldownEnd) continue;
          const capacity = adjusted(policy, group, inService, desired);
          if (capacity !== desired && (best === null || capacity > best.capacity)) {
            best = { capacity, policy };
          }
        }
      }
      if (best !== null) {
        changes.push([now, desired, best.capacity]);
        desired = best.capacity;
        cooldown = best.policy.cooldown ?? group.default_cooldown;
        unsettled = true;
      }
    }

    for (let now = start; now <= end; ) {
      if (unsettled || next <= now) move(now);
      if (nextTick === now) evaluate(now);
      if (alarms.some((alarm) => alarm.execution === now)) execute(now);
      note(wanted, now, desired);
      note(counts, now, inService);
      now = unsettled ? now + 1
        : Math.min(next, nextTick, ...alarms.map((alarm) => alarm.execution));
    }
    seconds += (total(pending) + inService + total(terminating)) * (end - counted);
    for (const metric of series) metric.advance(end, counts);
    const flaps = changes.filter(([at, from, to], index) => {
      const before = changes[index - 1];
      return before && (to > from) !== (before[2] > before[1]) && at - before[0] <= 900;
    });
    return {
      desired: wanted, in_service: counts, instance_seconds: seconds,
      final_states: alarms.map((alarm) => alarm.state), states,
      changes: changes.length, flaps: flaps.length, series,
    };
  }

  // Drawing

  const WIDTH = 860, LEFT = 60, PLOT = WIDTH - LEFT - 10, COLUMNS = 400;

  function polyline(points, panel) {
    let path = "", pen = "M";
    for (const [x, y] of points) {
      if (Number.isNaN(y)) { pen = "M"; continue; }
      path += `${pen}${x.toFixed(1)} ${panel(y).toFixed(1)}`;
      pen = "L";
    }
    return path;
  }
  function stairs(log, start, duration) {
    const points = [];
    log.forEach(([time, count], index) => {
      const x = LEFT + PLOT * (time - start) / duration;
      if (index) points.push([x, log[index - 1][1]]);
      points.push([x, count]);
    });
    points.push([LEFT + PLOT, log[log.length - 1][1]]);
    return points;
  }
  function outline(metric, start, duration) {
    // The lowest and highest value of each column.
    const columns = Array.from({ length: COLUMNS }, () => [NaN, NaN]);
    metric.made.forEach((value, slot) => {
      const share = (metric.start + slot * metric.resolution - start) / duration;
      if (share < 0 || share >= 1 || Number.isNaN(value)) return;
      const column = columns[Math.floor(share * COLUMNS)];
      column[0] = Number.isNaN(column[0]) ? value : Math.min(column[0], value);
      column[1] = Number.isNaN(column[1]) ? value : Math.max(column[1], value);
    });
    const sparse = metric.made.length < COLUMNS;
    return columns.flatMap(([low, high], index) => {
      const x = LEFT + PLOT * (index + 0.5) / COLUMNS;
      if (Number.isNaN(low)) return sparse ? [] : [[x, NaN]];
      return low === high ? [[x, low]] : [[x, low], [x, high]];
    });
  }
  function frame(top, height, name, most) {
    const label = `<text x="4" y="${top - 5}" font-weight="600">${name}</text>`;
    const scale = `<text x="${LEFT - 6}" y="${top + 10}" text-anchor="end">${+most.toPrecision(4)}</text>`;
    return `${label}${scale}<path d="M${LEFT} ${top + height}h${PLOT}" stroke="#808080"/>`;
  }
  const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  function draw(scenario, before, after) {
    const { start, duration } = scenario;
    const parts = [];
    const most = Math.max(1, ...[before, after].flatMap((one) => one.desired.map((pair) => pair[1])));
    let top = 22;
    const line = (points, panel, color, extra = "") => parts.push(
      `<path d="${polyline(points, panel)}" fill="none" stroke="${color}" stroke-width="1.6" ${extra}/>`);
    parts.push(frame(top, 110, "instances in service: before (gray), after (blue)", most));
    const capacity = (value) => top + 110 * (1 - value / (most * 1.05));
    line(stairs(before.in_service, start, duration), capacity, "#999999");
    line(stairs(after.in_service, start, duration), capacity, "#0072b2");
    scenario.metrics.forEach((metric, index) => {
      top += index === 0 ? 140 : 120;
      const limits = scenario.alarms.filter((alarm) => alarm.metric === index);
      const lines = [before, after].map((one) => outline(one.series[index], start, duration));
      const values = [...lines.flat().map((point) => point[1]).filter((y) => !Number.isNaN(y)),
        ...limits.map((alarm) => alarm.threshold)];
      const low = values.reduce((a, b) => Math.min(a, b), 0);
      const high = Math.max(values.reduce((a, b) => Math.max(a, b), low), low + 1e-9);
      const base = top;
      const panel = (value) => base + 90 * (1 - (value - low) / ((high - low) * 1.05));
      parts.push(frame(top, 90, escape(metric.name), high));
      line(lines[0], panel, "#999999");
      line(lines[1], panel, "#009e73");
      for (const alarm of limits) {
        line([[LEFT, alarm.threshold], [LEFT + PLOT, alarm.threshold]], panel, "#808080",
          'stroke-dasharray="2 3"');
      }
    });
    const height = top + 120;
    return `<svg viewBox="0 0 ${WIDTH} ${height}" width="100%" role="img" font-family="sans-serif" ` +
      `font-size="11" fill="currentColor" aria-label="Before and after">${parts.join("")}</svg>`;
  }

  // The section

  const scenario = JSON.parse(document.getElementById("scenario").textContent);
  for (const metric of scenario.metrics) {
    metric.values = metric.values.map((value) => value === null ? NaN : value);
  }
  const section = document.getElementById("what-if");
  const before = simulate(scenario);
  const same = (key) => JSON.stringify(before[key]) === JSON.stringify(scenario.expected[key]);
  section.dataset.exact = ["desired", "in_service", "instance_seconds", "final_states"].every(same);
  if (section.dataset.exact !== "true") return;
  const current = { ...scenario, alarms: scenario.alarms.map((one) => ({ ...one })),
    policies: scenario.policies.map((one) => ({ ...one })) };
  const figures = (one) => ({
    "instance hours": (one.instance_seconds / 3600).toFixed(2),
    "changes of the capacity": one.changes,
    "reversals within 15 minutes": one.flaps,
    "most instances": Math.max(...one.desired.map((pair) => pair[1])),
  });
  function show() {
    const after = simulate(current);
    const [old, fresh] = [figures(before), figures(after)];
    const rows = Object.keys(old).map((name) =>
      `<tr><th>${name}</th><td>${old[name]}</td><td data-after="${name}">${fresh[name]}</td></tr>`);
    section.querySelector("tbody").innerHTML = rows.join("");
    section.querySelector("figure").innerHTML = draw(current, before, after);
    section.dataset.after = JSON.stringify(
      { desired: after.desired, in_service: after.in_service, instance_seconds: after.instance_seconds });
  }
  let waiting = false;
  for (const slider of section.querySelectorAll("input")) {
    const { part, index, key } = slider.dataset;
    slider.addEventListener("input", () => {
      current[part][index][key] = Number(slider.value);
      section.querySelector(`output[for="${slider.id}"]`).textContent = slider.value;
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; show(); });
    });
  }
  section.querySelector("button").addEventListener("click", () => {
    for (const slider of section.querySelectorAll("input")) {
      slider.value = slider.defaultValue;
      const { part, index, key } = slider.dataset;
      current[part][index][key] = scenario[part][index][key];
      section.querySelector(`output[for="${slider.id}"]`).textContent = slider.value;
    }
    show();
  });
  show();
  section.hidden = false;
})();
