// Draws the large curve: plan grey, actual blue, the forecast as a light fan, thresholds as lines, warnings as flags. The exact figures are the texts.
"use strict";

(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const words = () => document.getElementById("curve").dataset;
  const months = () => Array.from({ length: 12 }, (_, i) => words().month.replace("{n}", i + 1));
  const SHAPES = { red: "circle", yellow: "triangle" };
  // 长者模式 asks for 18 px on charts, too.
  const elder = () => document.documentElement.classList.contains("elder");
  const small = (size) => (elder() ? 18 : size);
  const pad = (before, values) => [...Array(before).fill(null), ...values];

  function line(name, data, more) {
    return { name, type: "line", data, symbol: "none", connectNulls: true, labelLayout: { moveOverlap: "shiftY" }, ...more };
  }

  // From the last payment to the year's end in equal steps; only the two ends are figures.
  function rise(data, end) {
    const here = Number(data.paid[data.month - 1]);
    const steps = 12 - data.month;
    return pad(data.month - 1, Array.from({ length: steps + 1 }, (_, i) => here + ((Number(end) - here) * i) / steps));
  }

  function fan(data) {
    const { forecast, month, paid } = data;
    if (!forecast || !paid.length || month > 11) return [];
    const low = rise(data, forecast.low);
    const high = rise(data, forecast.high).map((value, i) => (value === null ? null : value - low[i]));
    const hidden = { lineStyle: { opacity: 0 }, silent: true, stack: "fan", connectNulls: false };
    const dotted = { lineStyle: { color: colour("--accent"), type: "dotted", width: 2 }, itemStyle: { color: colour("--accent") } };
    return [
      line("fan-low", low, hidden),
      line("fan", high, { ...hidden, areaStyle: { color: "#7fa6d6", opacity: 0.3 } }),
      line(words().forecast, pad(month - 1, [paid[month - 1], ...Array(11 - month).fill(null), forecast.rate]), { ...dotted, symbol: "circle", symbolSize: 7, endLabel: { show: true, formatter: `${words().forecast} ${forecast.rate}%`, color: "inherit", fontSize: small(12) } }),
    ];
  }

  function flags({ flags: every, paid }) {
    return ["red", "yellow"].map((level) => {
      const graver = (flag) => level === "yellow" && every.some((other) => other.level === "red" && other.month === flag.month);
      const at = every.filter((flag) => flag.level === level && paid[flag.month - 1] !== undefined && !graver(flag));
      const data = months().map((_, i) => (at.some((flag) => flag.month === i + 1) ? paid[i] : null));
      return line(level === "red" ? `● ${words().red}` : `▲ ${words().yellow}`, data, { lineStyle: { width: 0, opacity: 0 }, symbol: SHAPES[level], symbolSize: 13, showSymbol: true, connectNulls: false, itemStyle: { color: colour(level === "red" ? "--red" : "--amber") }, z: 5 });
    });
  }

  function caps(list) {
    return {
      silent: true, symbol: "none", lineStyle: { color: colour("--red"), type: "dashed", width: 1 },
      label: { position: "insideStartTop", color: colour("--red"), fontSize: small(11), formatter: ({ dataIndex }) => list[dataIndex].text },
      data: list.map(({ rate }) => ({ yAxis: Number(rate) })),
    };
  }

  function told(data) {
    return (points) => {
      const index = points[0].dataIndex;
      const rows = points.filter(({ seriesName, value }) => value !== null && value !== undefined && !seriesName.startsWith("fan") && !/^[●▲]/.test(seriesName)).map(({ seriesName, value }) => `${seriesName}  ${value}%`);
      if (index === 11 && data.forecast) rows.push(`${words().range}  ${data.forecast.low}%—${data.forecast.high}%`);
      rows.push(...data.flags.filter((flag) => flag.month === index + 1).map((flag) => `${flag.level === "red" ? "●" : "▲"} ${flag.text}`));
      return [months()[index], ...rows].join("\n");
    };
  }

  function ends(data, large) {
    const size = large ? 20 : small(12);
    const named = (name, where) => ({ show: true, formatter: name, color: "inherit", fontSize: size, ...where });
    return [
      line(data.planName, data.plan, { lineStyle: { color: "#8c96a3", width: 2, type: "dashed" }, itemStyle: { color: "#6b7480" }, endLabel: named(data.planName) }),
      line(words().actual, data.paid, { lineStyle: { color: colour("--accent"), width: large ? 5 : 3 }, itemStyle: { color: colour("--accent") }, symbol: "circle", symbolSize: large ? 9 : 5, endLabel: named(words().actual), markLine: data.caps.length ? caps(data.caps) : undefined }),
    ];
  }

  function thresholds(list) {
    return list.map(({ name, light, rates }) => line(name, rates, { lineStyle: { color: colour(light === "red" ? "--red" : "--amber"), width: 1, type: light === "red" ? "dotted" : "dashed" }, itemStyle: { color: colour(light === "red" ? "--red" : "--amber") }, endLabel: { show: true, formatter: name, fontSize: small(11), color: "inherit" } }));
  }

  function draw() {
    const place = document.getElementById("curve");
    const source = document.getElementById("curve-data");
    if (!place || !source || !window.echarts) return;
    const data = JSON.parse(source.textContent);
    if (!data) return;
    const large = place.hasAttribute("data-large");
    const label = { color: colour("--quiet"), fontSize: large ? 18 : small(12) };
    window.echarts.getInstanceByDom(place)?.dispose();
    const chart = window.echarts.init(place);
    chart.setOption({
      aria: { enabled: true },
      animation: false,
      grid: { left: large ? 70 : elder() ? 64 : 48, right: large ? 130 : elder() ? 150 : 118, top: 20, bottom: large ? 40 : 28 },
      tooltip: { trigger: "axis", renderMode: "richText", formatter: told(data) },
      xAxis: { type: "category", data: months(), boundaryGap: false, axisLabel: label, axisTick: { show: false } },
      yAxis: { type: "value", min: 0, max: (value) => Math.max(100, Math.ceil(value.max / 20) * 20), axisLabel: { ...label, formatter: "{value}%" }, splitLine: { lineStyle: { color: colour("--line") } } },
      series: [...fan(data), ...thresholds(data.thresholds), ...ends(data, large), ...flags(data)],
    });
    addEventListener("resize", () => chart.resize());
  }

  document.addEventListener("DOMContentLoaded", draw);
  addEventListener("elder", draw);
})();
