// Charts: executions by status over time, and a plan by the minute.
import { h, useEffect, useRef, STATUSES, FAILURES, words, number, total } from './ui.js';

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colour = (status) => css('--' + status);
const faint = (hex) => hex + 'cc';
const clock = (at, seconds) => new Date(at * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) });
const day = (at) => new Date(at * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
/** Times under a chart: seconds only where they differ, days where they change. */
const times = (u, splits, axis, space, step) => splits.map((at, i) => step >= 86400 ? day(at) : clock(at, step < 60) + (i > 0 && day(at) !== day(splits[i - 1]) ? '\n' + day(at) : ''));
const MINUTE_STEPS = [1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 2592000];

/** Lines of the stacked chart: [times, one cumulated series a status, plan, one threshold a rule]. */
function stacked(points, plan, rules) {
  const times = points.map((each) => each.at);
  const sums = points.map(() => 0);
  const layers = STATUSES.map((status) => points.map((each, i) => { sums[i] += each.counts[status] || 0; return sums[i]; }));
  const planned = plan ? times.map((at) => placedBy(plan, at)) : times.map(() => null);
  const limits = rules.map((rule) => points.map((each) => limit(rule, each.counts)));
  return [times, ...layers, planned, ...limits];
}
function placedBy(plan, at) {
  let placed = 0;
  for (const step of plan) { if (step.at > at) break; placed = step.placed; }
  return placed;
}
/** How many failures would end the job now; nothing before enough have ended. */
function limit(rule, counts) {
  const over = total(counts) - (counts.QUEUED || 0) - (counts.IN_PROGRESS || 0);
  return over >= rule.minNumberOfExecutedThings ? over * rule.thresholdPercentage / 100 : null;
}

function options(width, rules, plan) {
  const grid = { stroke: css('--line'), width: 1 };
  const axis = { stroke: css('--dim'), grid, ticks: grid, font: '12px system-ui' };
  const below = { ...axis, values: times, incrs: MINUTE_STEPS, space: 80 };
  const series = [{ label: 'time' }];
  for (const status of STATUSES) {
    series.push({ label: words(status), stroke: colour(status), fill: faint(colour(status)), width: 1, points: { show: false } });
  }
  series.push({ label: 'plan', stroke: css('--ink'), width: 2, dash: [6, 5], points: { show: false }, show: Boolean(plan), paths: uPlot.paths.stepped({ align: 1 }) });
  for (const rule of rules) {
    series.push({ label: `abort at ${rule.thresholdPercentage} %`, stroke: colour('FAILED'), width: 2, dash: [2, 4], points: { show: false } });
  }
  // Each layer is filled down to the one below it.
  const bands = STATUSES.slice(1).map((_, i) => ({ series: [i + 2, i + 1] }));
  return {
    width, height: 260, series, bands, legend: { show: false }, cursor: { drag: { x: false, y: false } },
    scales: { x: { time: true, range: (_, low, high) => [low, Math.max(high, low + 30)] }, y: { range: (_, low, high) => [0, Math.max(1, high) * 1.04] } },
    axes: [below, { ...axis, size: 54, values: (_, values) => values.map((v) => Number.isInteger(v) ? number(v) : '') }],
  };
}

/** points: [{at, counts}] in order; plan: [{at, placed}]; rules: abort criteria. */
export function CourseChart({ points, plan, rules }) {
  const box = useRef(null);
  const chart = useRef(null);
  const shape = rules.map((each) => each.thresholdPercentage + each.failureType).join() + Boolean(plan);
  useEffect(() => {
    const draw = () => {
      if (chart.current) chart.current.destroy();
      chart.current = new uPlot(options(box.current.clientWidth, rules, plan), stacked(points, plan, rules), box.current);
    };
    draw();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const fit = () => chart.current.setSize({ width: box.current.clientWidth, height: 260 });
    dark.addEventListener('change', draw);
    window.addEventListener('theme', draw);
    window.addEventListener('resize', fit);
    return () => {
      dark.removeEventListener('change', draw);
      window.removeEventListener('theme', draw);
      window.removeEventListener('resize', fit);
      chart.current.destroy();
      chart.current = null;
    };
  }, [shape]);
  useEffect(() => { if (chart.current) chart.current.setData(stacked(points, plan, rules)); });
  const last = points.length ? points[points.length - 1].counts : {};
  const told = STATUSES.filter((each) => last[each]).map((each) => `${number(last[each])} ${words(each)}`).join(', ');
  return h('figure', { class: 'chart' },
    h('div', { ref: box, role: 'img', 'aria-label': `Executions by status over time; now ${told || 'none'}.`, 'data-points': points.length, 'data-now': JSON.stringify(last) }),
    h('figcaption', { class: 'legend' },
      STATUSES.filter((each) => last[each] || ['SUCCEEDED', 'IN_PROGRESS', 'QUEUED', 'FAILED'].includes(each)).map((each) =>
        h('span', { key: each }, h('i', { class: each }), words(each), ' ', h('b', null, number(last[each])))),
      plan && h('span', null, h('i', { class: 'dash' }), 'placed, by plan'),
      rules.map((rule) => h('span', null, h('i', { class: 'dots' }), ruleWords(rule)))));
}
export const ruleWords = (rule) =>
  `cancels at ${rule.thresholdPercentage} % ${rule.failureType === 'ALL' ? 'failed, rejected or timed out' : words(rule.failureType)}, once ${number(rule.minNumberOfExecutedThings)} are over`;

/** A dry run: things placed in each minute, and their sum. */
export function PlanChart({ minutes }) {
  const box = useRef(null);
  useEffect(() => {
    const grid = { stroke: css('--line'), width: 1 };
    const axis = { stroke: css('--dim'), grid, ticks: grid, font: '12px system-ui' };
    const starts = minutes.map((each) => each.startsAt);
    let sum = 0;
    const sums = minutes.map((each) => (sum += each.numberOfThings));
    starts.push(starts[starts.length - 1] + 60);
    sums.push(sum);
    const counts = starts.map((_, i) => minutes[i] ? minutes[i].numberOfThings : null);
    const chart = new uPlot({
      width: box.current.clientWidth, height: 220, legend: { show: false }, cursor: { drag: { x: false, y: false } },
      scales: { x: { time: true, range: (_, low, high) => [low - 60, high + 60] }, y: { range: (_, low, high) => [0, Math.max(1, high) * 1.05] }, all: { range: (_, low, high) => [0, Math.max(1, high) * 1.05] } },
      series: [{}, { stroke: colour('IN_PROGRESS'), fill: faint(colour('IN_PROGRESS')), paths: uPlot.paths.bars({ size: [0.8, 60] }), points: { show: false } },
        { stroke: colour('SUCCEEDED'), width: 2, scale: 'all', paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } }],
      axes: [{ ...axis, values: times, incrs: MINUTE_STEPS.slice(5), space: 70 }, { ...axis, size: 50 }, { ...axis, scale: 'all', side: 1, size: 54, grid: { show: false } }],
    }, [starts, counts, sums], box.current);
    return () => chart.destroy();
  }, [minutes]);
  return h('figure', { class: 'chart' },
    h('div', { ref: box, role: 'img', 'aria-label': `Things placed in each of ${minutes.length} minutes.` }),
    h('figcaption', { class: 'legend' }, h('span', null, h('i', { class: 'IN_PROGRESS' }), 'placed each minute (left)'), h('span', null, h('i', { class: 'SUCCEEDED' }), 'placed so far (right)')));
}
export { FAILURES };
