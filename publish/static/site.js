// What a page does beyond its HTML: the button for dark and light, charts of steps, a full load where a part fails.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function themeButton() {
    const button = document.getElementById("theme");
    if (!button) return;
    const label = () => { button.textContent = isDark() ? button.dataset.light : button.dataset.dark; };
    button.hidden = false;
    label();
    system.addEventListener("change", label);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* for this page only */ }
      label();
      drawAll();
    });
  }

  // A chart: <figure data-chart="id of a JSON block"> with {"unit": …, "until": seconds, "series": [{"label": …,
  // "points": [[seconds, "price"], [seconds, null], …]}, …]}; each point holds until the next one.
  const drawn = new Map();
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  function aligned(series, until) {
    const times = [...new Set(series.flatMap((one) => one.points.map((point) => point[0])).concat(until))].sort((a, b) => a - b);
    const rows = series.map((one) => {
      let at = 0;
      let value = null;
      return times.map((time) => {
        while (at < one.points.length && one.points[at][0] <= time) {
          value = one.points[at][1] === null ? null : Number(one.points[at][1]);
          at += 1;
        }
        return value;
      });
    });
    return [times, ...rows];
  }

  function draw(figure) {
    const told = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const place = figure.querySelector(".plot");
    drawn.get(figure)?.destroy();
    figure.classList.add("is-drawn");
    const ink = colour("--soft-ink");
    const grid = { stroke: colour("--grid"), width: 1 };
    const axis = { stroke: ink, grid, ticks: grid, font: "12px system-ui, sans-serif" };
    const steps = uPlot.paths.stepped({ align: 1 });
    const far = told.until - Math.min(...told.series.map((one) => one.points[0][0])) > 300 * 86400;
    const tick = new Intl.DateTimeFormat(root.lang, { timeZone: "UTC", month: "short", ...(far ? { year: "numeric" } : { day: "numeric" }) });
    const day = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeZone: "UTC" });
    const series = told.series.map((one, number) => ({
      label: one.label,
      stroke: colour(`--line-${number % 8 + 1}`),
      dash: number < 8 ? [] : [6, 4],
      width: 2,
      paths: steps,
      points: { show: one.points.length < 40, size: 5 },
      spanGaps: false,
    }));
    const options = {
      width: place.clientWidth,
      height: Math.min(340, Math.max(220, place.clientWidth * 0.45)),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      scales: { y: { range: (_, low, high) => [0, high > 0 ? high * 1.08 : 1] } },
      series: [{ label: told.time, value: (_, at) => (at === null ? "" : day.format(new Date(at * 1000))) }, ...series],
      axes: [{ ...axis, values: (_, at) => at.map((time) => tick.format(new Date(time * 1000))), space: 70 }, { ...axis, size: 64 }],
      legend: { live: matchMedia("(hover: hover)").matches },
    };
    drawn.set(figure, new uPlot(options, aligned(told.series, told.until), place));
  }

  function drawAll() {
    if (typeof uPlot === "undefined") return;
    document.querySelectorAll("figure[data-chart]").forEach(draw);
  }

  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  });
  // Where a part of a page cannot be had, the whole page says why.
  document.addEventListener("htmx:response:error", (event) => {
    const address = event.detail?.ctx?.request?.action;
    if (address) location.assign(address);
  });
  // What a part says of itself is read aloud; whoever asked for more goes on at the first that is new.
  document.addEventListener("htmx:before:swap", (event) => {
    const part = event.detail?.tasks?.[0]?.fragment;
    const said = part?.querySelector("[data-status]")?.dataset.status;
    if (said) document.getElementById("status").textContent = said;
    const first = event.target.closest?.("#older") && part?.querySelector("h2 a");
    if (first) setTimeout(() => first.focus(), 50);
  });
  const start = () => { themeButton(); drawAll(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
