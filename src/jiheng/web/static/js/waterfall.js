// Draws the waterfall of lost points; a click on a bar opens its reason. The exact figures are the texts.
"use strict";

(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function draw() {
    const place = document.getElementById("waterfall");
    const data = document.getElementById("waterfall-data");
    if (!place || !data || !window.echarts) return;
    const { full, total, bars } = JSON.parse(data.textContent);
    const names = [place.dataset.full, ...bars.map((bar) => bar.name), place.dataset.score];
    const base = [0, ...bars.map((bar) => Number(bar.until)), 0];
    const seen = [Number(full), ...bars.map((bar) => Number(bar.lost)), Number(total)];
    const labels = [full, ...bars.map((bar) => `−${bar.lost}`), total];
    // A little of what was kept is shown, so that small losses can be seen; never below nothing.
    const floor = Math.max(0, Math.floor(Number(total) - Math.max(1, (Number(full) - Number(total)) * 0.6)));
    // On a narrow screen the bars lie, one below the other, so that every name can be read.
    const lying = place.clientWidth < 560;
    if (lying) place.style.height = `${names.length * 36 + 32}px`;
    const chart = window.echarts.init(place);
    const room = lying ? 112 : Math.floor((place.clientWidth - 56) / names.length) - 6;
    const category = { type: "category", data: names, inverse: lying, axisLabel: { interval: 0, width: room, overflow: "break", fontSize: 11, color: colour("--quiet") }, axisTick: { show: false } };
    const value = { type: "value", min: floor, max: Number(full), axisLabel: { color: colour("--quiet"), hideOverlap: true }, splitLine: { lineStyle: { color: colour("--line") } } };
    chart.setOption({
      aria: { enabled: true },
      animation: false,
      grid: lying ? { left: 124, right: 48, top: 8, bottom: 24 } : { left: 44, right: 12, top: 24, bottom: 72 },
      tooltip: { trigger: "axis", renderMode: "richText", formatter: ([, bar]) => `${names[bar.dataIndex]}\n${labels[bar.dataIndex]} ${place.dataset.points}` },
      xAxis: lying ? value : category,
      yAxis: lying ? category : value,
      series: [
        { type: "bar", stack: "s", data: base.map((value) => Math.max(value, 0)), itemStyle: { color: "transparent" }, silent: true },
        {
          type: "bar", stack: "s", barMaxWidth: 44,
          data: seen.map((value, i) => ({ value, itemStyle: { color: i === 0 || i === seen.length - 1 ? colour("--accent") : colour("--red") } })),
          label: { show: true, position: lying ? "right" : "top", formatter: ({ dataIndex }) => labels[dataIndex], color: colour("--ink") },
        },
      ],
    });
    chart.on("click", ({ dataIndex }) => {
      const bar = bars[dataIndex - 1];
      if (bar?.code) [...document.querySelectorAll(".row-open")].find((row) => row.textContent.startsWith(`${bar.code} `))?.click();
    });
    addEventListener("resize", () => chart.resize());
  }

  document.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target.id === "total") draw(); });
})();
