// Draws the waterfall of lost points; a click on a bar opens its reason. The exact figures are the texts.
"use strict";

(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // 长者模式 asks for 18 px on charts, too.
  const elder = () => document.documentElement.classList.contains("elder");
  const small = (size) => (elder() ? 18 : size);

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
    const lying = place.clientWidth < (elder() ? 900 : 560);
    if (lying) place.style.height = `${names.length * (elder() ? 48 : 36) + 32}px`;
    window.echarts.getInstanceByDom(place)?.dispose();
    const chart = window.echarts.init(place);
    const room = lying ? (elder() ? 180 : 112) : Math.floor((place.clientWidth - 56) / names.length) - 6;
    const category = { type: "category", data: names, inverse: lying, axisLabel: { interval: 0, width: room, overflow: "break", fontSize: small(11), color: colour("--quiet") }, axisTick: { show: false } };
    const value = { type: "value", min: floor, max: Number(full), axisLabel: { color: colour("--quiet"), fontSize: small(12), hideOverlap: true }, splitLine: { lineStyle: { color: colour("--line") } } };
    chart.setOption({
      aria: { enabled: true },
      animation: false,
      grid: lying ? { left: elder() ? 196 : 124, right: elder() ? 72 : 48, top: 8, bottom: 24 } : { left: elder() ? 56 : 44, right: 12, top: elder() ? 32 : 24, bottom: elder() ? 96 : 72 },
      tooltip: { trigger: "axis", renderMode: "richText", formatter: ([, bar]) => `${names[bar.dataIndex]}\n${labels[bar.dataIndex]} ${place.dataset.points}` },
      xAxis: lying ? value : category,
      yAxis: lying ? category : value,
      series: [
        { type: "bar", stack: "s", data: base.map((value) => Math.max(value, 0)), itemStyle: { color: "transparent" }, silent: true },
        {
          type: "bar", stack: "s", barMaxWidth: 44,
          data: seen.map((value, i) => ({ value, itemStyle: { color: i === 0 || i === seen.length - 1 ? colour("--accent") : colour("--red") } })),
          label: { show: true, position: lying ? "right" : "top", formatter: ({ dataIndex }) => labels[dataIndex], fontSize: small(12), color: colour("--ink") },
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
  addEventListener("elder", draw);
  document.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target.id === "total") draw(); });
})();
