"use strict";
(() => {
  const TONES = { BEFORE: "--before", AFTER: "--after", ACCENT: "--warn", OTHER: "--other", GUIDE: "--soft" };
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const narrow = () => window.innerWidth < 560;

  const number = (value) => {
    const size = Math.abs(value);
    return value.toLocaleString("en", { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3 });
  };

  // Names differ rather at their ends than in between.
  const shortened = (text, length) => {
    const head = Math.floor((length - 1) / 3);
    return text.length <= length ? text : text.slice(0, head) + "…" + text.slice(head + 1 - length);
  };

  // The names without the parts that most of them have, as long as that leaves them apart.
  const distinct = (names) => {
    const parts = names.map((name) => name.split("/").filter((part) => part !== ""));
    const often = (part) => 2 * parts.filter((of) => of.includes(part)).length > names.length;
    const brief = parts.map((of) => of.filter((part) => !often(part)).join("/"));
    return names.length > 2 && new Set(brief).size === new Set(names).size && !brief.includes("") ? brief : names;
  };

  const axis = (title, more) => ({
    title: { display: title !== "", text: title, color: colour("--soft") },
    grid: { color: colour("--line") },
    border: { color: colour("--line") },
    ...more,
    ticks: { color: colour("--soft"), maxRotation: 0, ...(more || {}).ticks },
  });

  // The fewer decades there are, the more lies between them.
  const DIGITS = [[0.5, [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]], [1.3, [1, 2, 3, 5, 7]], [3, [1, 2, 5]], [99, [1]]];

  const logarithmicTicks = (value, index, ticks) => {
    const decades = Math.log10(ticks[ticks.length - 1].value / ticks[0].value);
    const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
    const shown = DIGITS.find(([most]) => decades < most)[1];
    return shown.some((one) => Math.abs(digit - one) < 1e-6) ? number(value) : "";
  };

  const scale = (spec) => {
    const form = spec.logarithmic
      ? { type: "logarithmic", ticks: { callback: logarithmicTicks } }
      : { type: "linear", ticks: { callback: number }, grace: "5%" };
    const ends = { min: spec.from ?? undefined, max: spec.to ?? undefined };
    return axis(spec.label, { ...form, ...ends });
  };

  const common = (legend) => ({
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    plugins: {
      legend: {
        display: legend,
        position: "top",
        align: "start",
        labels: { color: colour("--ink"), usePointStyle: true, boxHeight: 7, pointStyleWidth: 12, padding: 14 },
      },
    },
  });

  const bars = (data) => {
    const options = common(data.series.length > 1);
    const names = distinct(data.bars.map((bar) => bar.label));
    options.indexAxis = "y";
    options.plugins.tooltip = {
      callbacks: {
        title: (items) => data.bars[items[0].dataIndex].label,
        label: (item) => ` ${item.dataset.label}: ${number(item.parsed.x)} ${data.unit}`,
      },
    };
    options.scales = {
      x: axis(data.unit, { ticks: { callback: number }, beginAtZero: true }),
      y: axis("", {
        grid: { display: false },
        ticks: {
          autoSkip: false,
          color: colour("--ink"),
          font: { size: 11 },
          callback: (_, index) => shortened(names[index], narrow() ? 18 : 44),
        },
      }),
    };
    const datasets = data.series.map((series, i) => ({
      label: series.name,
      data: data.bars.map((bar) => bar.values[i]),
      backgroundColor: colour(TONES[series.tone]),
      borderRadius: 2,
      pointStyle: "rectRounded",
      categoryPercentage: 0.78,
      barPercentage: 0.95,
    }));
    return { type: "bar", data: { labels: data.bars.map((bar) => bar.label), datasets }, options };
  };

  const dataset = (series, i) => {
    const line = !["POINTS", "LABELLED"].includes(series.form);
    return {
      label: series.name,
      data: series.points,
      labelled: series.form === "LABELLED",
      showLine: line,
      stepped: series.form === "STEPS" ? "before" : false,
      borderDash: series.form === "DASHES" ? [5, 4] : [],
      borderWidth: line ? 2 : 1,
      borderColor: line ? colour(TONES[series.tone]) : colour("--card"),
      backgroundColor: colour(TONES[series.tone]),
      pointRadius: line ? 0 : 5.5,
      pointHoverRadius: line ? 3 : 7,
      pointHitRadius: 8,
      pointStyle: line ? "line" : "circle",
      order: -i,
    };
  };

  // Writes labels beside their points, and not at all where they would hide others.
  const labels = {
    id: "labels",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const taken = [];
      chart.data.datasets.forEach((set, i) => chart.getDatasetMeta(i).data.forEach((point) => {
        if (!set.showLine && chart.isDatasetVisible(i)) {
          taken.push([point.x - 5, point.y - 5, point.x + 5, point.y + 5]);
        }
      }));
      const free = (box) => box[0] >= chartArea.left && box[2] <= chartArea.right
        && box[1] >= chartArea.top && box[3] <= chartArea.bottom
        && taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
      ctx.save();
      ctx.font = "11px " + Chart.defaults.font.family;
      ctx.fillStyle = colour("--ink");
      ctx.textBaseline = "middle";
      chart.data.datasets.forEach((set, i) => {
        if (!set.labelled || !chart.isDatasetVisible(i)) {
          return;
        }
        chart.getDatasetMeta(i).data.forEach((point, j) => {
          const text = shortened(set.data[j].label, narrow() ? 24 : 36);
          const width = ctx.measureText(text).width;
          for (const y of [point.y - 12, point.y + 12, point.y]) {
            for (const left of [point.x + 7, point.x - 7 - width]) {
              const box = [left, y - 6, left + width, y + 6];
              if (free(box)) {
                taken.push(box);
                ctx.fillText(text, left, y);
                return;
              }
            }
          }
        });
      });
      ctx.restore();
    },
  };

  const scatter = (data) => {
    const options = common(data.series.length > 1);
    options.plugins.legend.labels.pointStyleWidth = 22; // so that dashes are seen to be some
    options.plugins.legend.reverse = true; // What is drawn last stands first in the library's order.
    options.interaction = { mode: "nearest", intersect: false };
    options.plugins.tooltip = {
      callbacks: {
        title: (items) => items[0].raw.label || items[0].dataset.label,
        label: (item) => [` ${data.x.label}: ${number(item.parsed.x)}`, ` ${data.y.label}: ${number(item.parsed.y)}`],
      },
    };
    options.scales = { x: scale(data.x), y: scale(data.y) };
    return { type: "scatter", data: { datasets: data.series.map(dataset) }, options, plugins: [labels] };
  };

  const drawn = [];
  const draw = () => {
    drawn.splice(0).forEach((chart) => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    document.querySelectorAll("figure.chart").forEach((figure) => {
      const { kind, data } = JSON.parse(figure.querySelector("script").textContent);
      if (kind === "bars") {
        const height = data.bars.length * (8 + 11 * data.series.length) + 90;
        figure.querySelector(".canvas").style.height = height + "px";
      }
      drawn.push(new Chart(figure.querySelector("canvas"), kind === "bars" ? bars(data) : scatter(data)));
    });
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
